import { camelName, labelName, upperFirst } from './graphql-name.js';
import type { LockedKind } from './name-lock.js';
import type { NamedCatalog, NamedComposite, NamedEnum, NamedTable } from './named-catalog.js';
import type { IssuedRelation } from './name-relations.js';

/** Something that is not named as the database alone would have it, since that name was taken or kept. */
export interface NameClash {
  readonly kind: LockedKind | 'type';
  /** As in the name lock; `type` is the type of a table. */
  readonly path: readonly string[];
  readonly wanted: string;
  readonly issued: string;
}

/**
 * All of them, those from earlier too, for the administrator who can rename.
 * `wanted` gives the name that a table or enum would have if it stood alone; `relations` are those of each table.
 */
export function listClashes(
  named: NamedCatalog,
  wanted: (schema: string, name: string) => string,
  relations: ReadonlyMap<NamedTable, readonly IssuedRelation[]>,
): readonly NameClash[] {
  const all = [
    ...named.tables.flatMap((table) => [
      ...namesOfTable(table, wanted),
      ...(relations.get(table) ?? []).map(nameOfRelation),
    ]),
    ...named.enums.flatMap((entry) => namesOfEnum(entry, wanted)),
    ...named.composites.flatMap((entry) => namesOfComposite(entry, wanted)),
  ];
  return all.filter((clash) => clash.wanted !== clash.issued);
}

function namesOfTable(
  table: NamedTable,
  wanted: (schema: string, name: string) => string,
): readonly NameClash[] {
  const { schema, name } = table.source;
  return [
    { kind: 'table', path: [schema, name], wanted: wanted(schema, name), issued: table.name },
    { kind: 'type', path: [schema, name], wanted: upperFirst(table.name), issued: table.typeName },
    ...table.columns.map((column): NameClash => ({
      kind: 'column',
      path: [schema, name, column.source.name],
      wanted: camelName(column.source.name),
      issued: column.name,
    })),
  ];
}

function nameOfRelation({ entry, wanted }: IssuedRelation): NameClash {
  return { kind: 'relation', path: entry.path, wanted, issued: entry.name };
}

function namesOfEnum(
  entry: NamedEnum,
  wanted: (schema: string, name: string) => string,
): readonly NameClash[] {
  const { schema, name } = entry.source;
  return [
    { kind: 'enum', path: [schema, name], wanted: upperFirst(wanted(schema, name)), issued: entry.typeName },
    ...entry.values.map((value): NameClash => ({
      kind: 'enumValue',
      path: [schema, name, value.label],
      wanted: labelName(value.label),
      issued: value.name,
    })),
  ];
}

function namesOfComposite(
  entry: NamedComposite,
  wanted: (schema: string, name: string) => string,
): readonly NameClash[] {
  const { schema, name } = entry.source;
  return [
    {
      kind: 'composite',
      path: [schema, name],
      wanted: upperFirst(wanted(schema, name)),
      issued: entry.typeName,
    },
    ...entry.attributes.map((attribute): NameClash => ({
      kind: 'attribute',
      path: [schema, name, attribute.source.name],
      wanted: camelName(attribute.source.name),
      issued: attribute.name,
    })),
  ];
}
