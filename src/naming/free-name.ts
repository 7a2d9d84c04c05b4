/**
 * The first free one of `name`, then `name_` where Postern keeps `name` for itself, then `name_2`, `name_3`, ….
 * No name that comes from the database by case alone ends like that, so a suffix takes nobody's name away.
 */
export function freeName(
  wanted: string,
  isReserved: (name: string) => boolean,
  isFree: (name: string) => boolean,
): string {
  const accept = (name: string): boolean => !isReserved(name) && isFree(name);
  if (accept(wanted)) return wanted;
  if (isReserved(wanted) && accept(`${wanted}_`)) return `${wanted}_`;
  for (let number = 2; ; number += 1) {
    const name = `${wanted}_${number}`;
    if (accept(name)) return name;
  }
}
