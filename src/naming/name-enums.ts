import type { CatalogEnum } from '../catalog/catalog.js';
import { freeName } from './free-name.js';
import { labelName } from './graphql-name.js';
import type { LockRegister } from './lock-register.js';
import type { NameLockEntry } from './name-lock.js';
import type { NamedEnum } from './named-catalog.js';
import { reservedValues } from './reserved-names.js';

/** The enum with its type name from the lock, and a value for each label; issues those that are missing. */
export function nameEnum(register: LockRegister, source: CatalogEnum, entry: NameLockEntry): NamedEnum {
  const owner = [source.schema, source.name];
  const taken = new Set(register.entriesOf('enumValue', owner).map((value) => value.name));
  // Labels that are values as they stand come first; `PG-13` must not take the name of `PG_13`.
  for (const label of [...source.labels.filter(isValue), ...source.labels.filter((text) => !isValue(text))]) {
    if (register.find('enumValue', [...owner, label]) !== undefined) continue;
    const name = freeName(
      labelName(label),
      (candidate) => reservedValues.has(candidate),
      (candidate) => !taken.has(candidate),
    );
    taken.add(name);
    register.add('enumValue', [...owner, label], name);
  }
  const values = source.labels.map((label) => {
    const value = register.find('enumValue', [...owner, label]);
    if (value === undefined) throw new Error(`The label ${label} of ${owner.join('.')} got no name.`);
    return { name: value.name, label };
  });
  return { id: entry.id, source, typeName: entry.name, values };
}

function isValue(label: string): boolean {
  return labelName(label) === label;
}
