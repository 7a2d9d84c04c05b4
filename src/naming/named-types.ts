import type { CatalogType } from '../catalog/catalog.js';
import { elementOf } from '../catalog/scalar.js';
import type { NamedComposite, NamedEnum, NamedTypes } from './named-catalog.js';

/** The named type that a value, or each item of an array, is of. */
export function namedTypesOf(
  type: CatalogType,
  known: { readonly enums: readonly NamedEnum[]; readonly composites: readonly NamedComposite[] },
): NamedTypes {
  const element = elementOf(type);
  const isMeant = ({ source }: NamedEnum | NamedComposite): boolean =>
    (element.kind === 'enum' || element.kind === 'composite') &&
    source.schema === element.schema &&
    source.name === element.name;
  const enumType = element.kind === 'enum' ? known.enums.find(isMeant) : null;
  const compositeType = element.kind === 'composite' ? known.composites.find(isMeant) : null;
  if (enumType === undefined || compositeType === undefined)
    throw new Error(`The catalog has a column of the type ${element.sql} and no such type.`);
  return { enumType, compositeType };
}
