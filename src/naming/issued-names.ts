import { freeName } from './free-name.js';
import { upperFirst } from './graphql-name.js';
import {
  compositeTypesOf,
  enumTypesOf,
  queryFieldsOf,
  reservedFields,
  reservedTypes,
  rowTypesOf,
} from './reserved-names.js';

/**
 * The names taken in one database's schema, where two namespaces count: fields of the root types and types. A
 * table takes its field with all that are derived from it, and its type with all that are derived from that.
 */
export class IssuedNames {
  readonly #fields = new Set<string>();
  readonly #types = new Set<string>();
  /** Fields of unique keys: they give way to nobody, and take nothing from a table that has its name already. */
  readonly #uniqueFields = new Set<string>();

  takeTableName(name: string): void {
    for (const field of queryFieldsOf(name)) this.#fields.add(field);
  }

  takeUniqueField(field: string): void {
    this.#uniqueFields.add(field);
  }

  /** Whether a table has this field, or had it once. */
  isTableField(field: string): boolean {
    return this.#fields.has(field);
  }

  takeEnum(typeName: string): void {
    for (const type of enumTypesOf(typeName)) this.#types.add(type);
  }

  takeComposite(typeName: string): void {
    for (const type of compositeTypesOf(typeName)) this.#types.add(type);
  }

  freeTableName(wanted: string): string {
    return freeName(
      wanted,
      (name) => reservedFields.has(name),
      (name) =>
        !this.#uniqueFields.has(name) && queryFieldsOf(name).every((field) => !this.#fields.has(field)),
    );
  }

  /**
   * The type name that belongs to a table's name, taken at once. `user_group` beside `user` keeps its field
   * `userGroup`; only its type steps aside for the `UserGroup` of `userGroups`. Not in the lock: it follows from
   * the names issued before, as long as tables ask in the order of their ids.
   */
  takeTypeOf(tableName: string): string {
    const typeName = freeName(upperFirst(tableName), isReservedType(rowTypesOf), (name) =>
      rowTypesOf(name).every((type) => !this.#types.has(type)),
    );
    for (const type of rowTypesOf(typeName)) this.#types.add(type);
    return typeName;
  }

  freeEnumType(wanted: string): string {
    return this.#freeType(wanted, enumTypesOf);
  }

  freeCompositeType(wanted: string): string {
    return this.#freeType(wanted, compositeTypesOf);
  }

  #freeType(wanted: string, derive: (name: string) => readonly string[]): string {
    return freeName(wanted, isReservedType(derive), (name) =>
      derive(name).every((type) => !this.#types.has(type)),
    );
  }
}

function isReservedType(derive: (name: string) => readonly string[]): (name: string) => boolean {
  return (name) => derive(name).some((type) => reservedTypes.has(type));
}
