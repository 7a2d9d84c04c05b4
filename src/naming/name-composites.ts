import type { CatalogComposite } from '../catalog/catalog.js';
import { freeName } from './free-name.js';
import { camelName, isPlainIdentifier } from './graphql-name.js';
import type { LockRegister } from './lock-register.js';
import type { NameLockEntry } from './name-lock.js';
import type { NamedAttribute, NamedComposite, NamedEnum } from './named-catalog.js';
import { namedTypesOf } from './named-types.js';

/** The composite with its type name from the lock and names of its attributes; issues those that are missing. */
export function nameComposite(
  register: LockRegister,
  source: CatalogComposite,
  entry: NameLockEntry,
): Omit<NamedComposite, 'attributes'> & { readonly attributeNames: readonly string[] } {
  const owner = [source.schema, source.name];
  const taken = new Set(register.entriesOf('attribute', owner).map((attribute) => attribute.name));
  const names = source.attributes.map(({ name }) => name);
  // As in tables, plain names come before quoted ones.
  for (const name of [
    ...names.filter(isPlainIdentifier),
    ...names.filter((one) => !isPlainIdentifier(one)),
  ]) {
    if (register.find('attribute', [...owner, name]) !== undefined) continue;
    const issued = freeName(
      camelName(name),
      () => false,
      (candidate) => !taken.has(candidate),
    );
    taken.add(issued);
    register.add('attribute', [...owner, name], issued);
  }
  const attributeNames = names.map((name) => {
    const attribute = register.find('attribute', [...owner, name]);
    if (attribute === undefined) throw new Error(`The attribute ${name} of ${owner.join('.')} got no name.`);
    return attribute.name;
  });
  return { id: entry.id, source, typeName: entry.name, attributeNames };
}

/** Composites hold each other, so all of them are known before their attributes are. */
export function linkComposites(
  unlinked: readonly ReturnType<typeof nameComposite>[],
  enums: readonly NamedEnum[],
): readonly NamedComposite[] {
  const attributes = unlinked.map((): NamedAttribute[] => []);
  const composites = unlinked.map(({ id, source, typeName }, index) => ({
    id,
    source,
    typeName,
    attributes: attributes[index] ?? [],
  }));
  for (const [index, { source, attributeNames }] of unlinked.entries()) {
    for (const [position, attribute] of source.attributes.entries()) {
      attributes[index]?.push({
        name: attributeNames[position] ?? attribute.name,
        source: attribute,
        ...namedTypesOf(attribute.type, { enums, composites }),
      });
    }
  }
  return composites;
}
