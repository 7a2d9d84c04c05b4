/** The verbs of a database's own tables, in the order in which they are printed. */
export const verbs = ['select', 'insert', 'update', 'delete', 'aggregate', 'execute'] as const;

export type Verb = (typeof verbs)[number];
