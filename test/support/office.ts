/**
 * A database small enough to know by heart: companies (that own each other), people, badges with a key of two columns,
 * scans of badges. Its rows stand here once more as plain objects, for tests that work out answers by themselves.
 */
export const officeSchema = `
CREATE TABLE company (id int PRIMARY KEY, name text NOT NULL, motto text NOT NULL, parent_id int REFERENCES company);
CREATE TABLE person (id int PRIMARY KEY, company_id int REFERENCES company, name text NOT NULL, note text);
CREATE TABLE badge (
  company_id int REFERENCES company, number int, person_id int UNIQUE REFERENCES person, colour text NOT NULL,
  PRIMARY KEY (company_id, number)
);
CREATE TABLE scan (
  id int PRIMARY KEY, badge_company int, badge_number int, gate text NOT NULL,
  FOREIGN KEY (badge_company, badge_number) REFERENCES badge
);
INSERT INTO company VALUES (1, 'Alder', 'onward', NULL), (2, 'Birch', 'hush', 1), (3, 'Cedar', 'onward', 1);
INSERT INTO person VALUES
  (11, 1, 'Ann', 'likes tea'), (12, 1, 'Bob', 'owes money'), (21, 2, 'Cid', 'likes tea'), (22, 2, 'Dee', NULL),
  (31, 3, 'Eve', 'owes money'), (41, NULL, 'Fay', 'likes tea');
INSERT INTO badge VALUES (1, 1, 11, 'red'), (1, 2, 12, 'blue'), (2, 1, 21, 'red'), (3, 1, NULL, 'blue');
INSERT INTO scan VALUES
  (1, 1, 1, 'north'), (2, 1, 1, 'south'), (3, 2, 1, 'north'), (4, 3, 1, 'south'), (5, NULL, NULL, 'north');
`;

/** Columns by table, by GraphQL name. */
export const officeColumns = {
  company: ['id', 'name', 'motto', 'parentId'],
  person: ['id', 'companyId', 'name', 'note'],
  badge: ['companyId', 'number', 'personId', 'colour'],
  scan: ['id', 'badgeCompany', 'badgeNumber', 'gate'],
} as const;

export type OfficeTable = keyof typeof officeColumns;
export const officeTables = Object.keys(officeColumns) as readonly OfficeTable[];

export interface Company {
  readonly id: number;
  readonly name: string;
  readonly motto: string;
  readonly parentId: number | null;
}
export interface Person {
  readonly id: number;
  readonly companyId: number | null;
  readonly name: string;
  readonly note: string | null;
}
export interface Badge {
  readonly companyId: number;
  readonly number: number;
  readonly personId: number | null;
  readonly colour: string;
}
export interface Scan {
  readonly id: number;
  readonly badgeCompany: number | null;
  readonly badgeNumber: number | null;
  readonly gate: string;
}

export interface Office {
  readonly company: readonly Company[];
  readonly person: readonly Person[];
  readonly badge: readonly Badge[];
  readonly scan: readonly Scan[];
}

export const office: Office = {
  company: [
    { id: 1, name: 'Alder', motto: 'onward', parentId: null },
    { id: 2, name: 'Birch', motto: 'hush', parentId: 1 },
    { id: 3, name: 'Cedar', motto: 'onward', parentId: 1 },
  ],
  person: [
    { id: 11, companyId: 1, name: 'Ann', note: 'likes tea' },
    { id: 12, companyId: 1, name: 'Bob', note: 'owes money' },
    { id: 21, companyId: 2, name: 'Cid', note: 'likes tea' },
    { id: 22, companyId: 2, name: 'Dee', note: null },
    { id: 31, companyId: 3, name: 'Eve', note: 'owes money' },
    { id: 41, companyId: null, name: 'Fay', note: 'likes tea' },
  ],
  badge: [
    { companyId: 1, number: 1, personId: 11, colour: 'red' },
    { companyId: 1, number: 2, personId: 12, colour: 'blue' },
    { companyId: 2, number: 1, personId: 21, colour: 'red' },
    { companyId: 3, number: 1, personId: null, colour: 'blue' },
  ],
  scan: [
    { id: 1, badgeCompany: 1, badgeNumber: 1, gate: 'north' },
    { id: 2, badgeCompany: 1, badgeNumber: 1, gate: 'south' },
    { id: 3, badgeCompany: 2, badgeNumber: 1, gate: 'north' },
    { id: 4, badgeCompany: 3, badgeNumber: 1, gate: 'south' },
    { id: 5, badgeCompany: null, badgeNumber: null, gate: 'north' },
  ],
};

/** Every column by name, but for those that `without` names (`person.note`, or `person` for all of a table). */
export function officeCapabilities(
  verb: 'select' | 'aggregate',
  ...without: readonly string[]
): readonly string[] {
  return officeTables.flatMap((table) =>
    without.includes(table)
      ? []
      : officeColumns[table]
          .map((column) => `${table}.${column}`)
          .filter((column) => !without.includes(column))
          .map((column) => `${column}:${verb}`),
  );
}

export const allOfficeColumns: readonly string[] = officeTables.flatMap((table) =>
  officeColumns[table].map((column) => `${table}.${column}`),
);
