/**
 * The three catalog queries; `$1` is the list of schemas. Everything is qualified, so that no search path matters.
 * Columns that a later PostgreSQL brought are asked for through `to_jsonb`, where a missing one is null.
 */
const relations = `
  select relation.*, namespace.nspname
  from pg_catalog.pg_class relation
  join pg_catalog.pg_namespace namespace on namespace.oid = relation.relnamespace
  where namespace.nspname = any ($1::text[])
    and relation.relkind in ('r', 'p', 'v', 'm', 'f')
    and not relation.relispartition
    and not exists (
      select from pg_catalog.pg_depend depend
      where depend.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
        and depend.objid = relation.oid
        and depend.deptype = 'e'
    )`;

/** A key of a table does not bind the tables that inherit from it, whose rows are read with it. Partitions are bound. */
function hasHeirs(table: 'relation' | 'target'): string {
  return `exists (
    select from pg_catalog.pg_inherits heir
    join pg_catalog.pg_class child on child.oid = heir.inhrelid
    where heir.inhparent = ${table}.oid and not child.relispartition
  )`;
}

/** One row a column, in the order of the table; a table without columns has one row with a null column. */
export const columnsQuery = `
with relation as (${relations})
select relation.oid::text as table_oid,
  relation.nspname::text as schema_name,
  relation.relname::text as table_name,
  relation.relkind::text as relkind,
  pg_catalog.obj_description(relation.oid, 'pg_class') as table_comment,
  attribute.attname::text as column_name,
  attribute.atttypid::text as type_oid,
  attribute.attndims::pg_catalog.int4 as dimensions,
  exists (
    select from pg_catalog.pg_collation rules
    where rules.oid = attribute.attcollation and not rules.collisdeterministic
  ) as collates_loosely,
  attribute.attnotnull as not_null,
  (attribute.atthasdef or attribute.attidentity <> '') as has_default,
  (attribute.attgenerated <> '' or attribute.attidentity = 'a') as generated,
  pg_catalog.col_description(relation.oid, attribute.attnum) as column_comment
from relation
left join pg_catalog.pg_attribute attribute
  on attribute.attrelid = relation.oid and attribute.attnum > 0 and not attribute.attisdropped
order by relation.oid, attribute.attnum`;

/**
 * One row for each type that a column has, or that such a type rests on (domains) or is made of (arrays, ranges,
 * composites).
 */
export const typesQuery = `
with recursive relation as (${relations}),
used as (
  select attribute.atttypid as oid
  from relation
  join pg_catalog.pg_attribute attribute on attribute.attrelid = relation.oid
  where attribute.attnum > 0 and not attribute.attisdropped
  union
  select below.oid
  from used
  join pg_catalog.pg_type type on type.oid = used.oid
  -- Many a base type has elements (point, name); an array is the type that its element calls so.
  left join pg_catalog.pg_type element on element.oid = type.typelem and element.typarray = type.oid
  cross join lateral (
    values (type.typbasetype), (element.oid)
    union all
    select attribute.atttypid from pg_catalog.pg_attribute attribute
    where type.typtype = 'c' and attribute.attrelid = type.typrelid
      and attribute.attnum > 0 and not attribute.attisdropped
    union all
    select range.rngtypid from pg_catalog.pg_range range where range.rngmultitypid = type.oid
  ) as below (oid)
  where below.oid <> 0
)
select type.oid::text as type_oid,
  namespace.nspname::text as schema_name,
  type.typname::text as type_name,
  pg_catalog.quote_ident(namespace.nspname) || '.' || pg_catalog.quote_ident(type.typname) as sql,
  type.typtype::text as typtype,
  type.typcategory::text as typcategory,
  nullif(type.typbasetype, 0)::text as base_oid,
  element.oid::text as element_oid,
  element.typdelim::text as delimiter,
  (
    select range.rngtypid::text from pg_catalog.pg_range range where range.rngmultitypid = type.oid
  ) as range_oid,
  (
    select pg_catalog.quote_ident(place.nspname)
    from pg_catalog.pg_opclass class
    join pg_catalog.pg_am method on method.oid = class.opcmethod and method.amname = 'btree'
    join pg_catalog.pg_amop member
      on member.amopfamily = class.opcfamily and member.amopstrategy = 3
      and member.amoplefttype = class.opcintype and member.amoprighttype = class.opcintype
    join pg_catalog.pg_operator equals on equals.oid = member.amopopr
    join pg_catalog.pg_namespace place on place.oid = equals.oprnamespace
    where class.opcintype = type.oid and class.opcdefault
  ) as operator_schema,
  type.typnotnull as not_null,
  (type.typtype = 'd' and type.typdefault is not null) as has_default,
  pg_catalog.obj_description(type.oid, 'pg_type') as comment,
  (
    select pg_catalog.json_agg(label.enumlabel order by label.enumsortorder)::text
    from pg_catalog.pg_enum label
    where label.enumtypid = type.oid
  ) as labels,
  (
    select pg_catalog.json_agg(
      pg_catalog.json_build_object(
        'name', attribute.attname,
        'type_oid', attribute.atttypid::text,
        'dimensions', attribute.attndims,
        'comment', pg_catalog.col_description(attribute.attrelid, attribute.attnum)
      ) order by attribute.attnum
    )::text
    from pg_catalog.pg_attribute attribute
    where type.typtype = 'c' and attribute.attrelid = type.typrelid
      and attribute.attnum > 0 and not attribute.attisdropped
  ) as attributes
from used
join pg_catalog.pg_type type on type.oid = used.oid
join pg_catalog.pg_namespace namespace on namespace.oid = type.typnamespace
left join pg_catalog.pg_type element on element.oid = type.typelem and element.typarray = type.oid`;

/** Primary and unique keys (neither partial nor on expressions, and valid) and foreign keys. */
export const keysQuery = `
with relation as (${relations})
select relation.oid::text as table_oid,
  case when index.indisprimary then 'primary' else 'unique' end as kind,
  key.relname::text as key_name,
  (
    select pg_catalog.json_agg(attribute.attname order by member.position)::text
    from pg_catalog.unnest(index.indkey::int2[]) with ordinality as member (number, position)
    join pg_catalog.pg_attribute attribute
      on attribute.attrelid = index.indrelid and attribute.attnum = member.number
    -- What follows is INCLUDEd and no part of the key.
    where member.position <= index.indnkeyatts
  ) as columns,
  null as target_schema,
  null as target_table,
  null as target_columns
from relation
join pg_catalog.pg_index index on index.indrelid = relation.oid
join pg_catalog.pg_class key on key.oid = index.indexrelid
where index.indisunique and index.indisvalid and index.indpred is null and index.indexprs is null
  and not ${hasHeirs('relation')}
union all
select relation.oid::text,
  'foreign',
  fkey.conname::text,
  (
    select pg_catalog.json_agg(attribute.attname order by member.position)::text
    from pg_catalog.unnest(fkey.conkey) with ordinality as member (number, position)
    join pg_catalog.pg_attribute attribute
      on attribute.attrelid = fkey.conrelid and attribute.attnum = member.number
  ),
  target_namespace.nspname::text,
  target.relname::text,
  (
    select pg_catalog.json_agg(attribute.attname order by member.position)::text
    from pg_catalog.unnest(fkey.confkey) with ordinality as member (number, position)
    join pg_catalog.pg_attribute attribute
      on attribute.attrelid = fkey.confrelid and attribute.attnum = member.number
  )
from relation
join pg_catalog.pg_constraint fkey on fkey.conrelid = relation.oid
join pg_catalog.pg_class target on target.oid = fkey.confrelid
join pg_catalog.pg_namespace target_namespace on target_namespace.oid = target.relnamespace
where fkey.contype = 'f'
  and not ${hasHeirs('target')}
  -- A temporal key (PostgreSQL 18) joins by overlap, which no relation of ours does.
  and coalesce((pg_catalog.to_jsonb(fkey) ->> 'conperiod')::boolean, false) is false
order by 1, 2, 3`;
