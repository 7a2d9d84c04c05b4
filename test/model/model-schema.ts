/** The small database that the model knows: nulls, a self reference, a composite key, one-to-one, two ways between two tables. */
export const modelSchema = `
create table team (id int primary key, name text not null, region text, active boolean);
create table worker (id int primary key, team_id int references team deferrable initially deferred,
  boss_id int references worker deferrable initially deferred,
  name text not null, email text, level int, remote boolean);
create table project (team_id int references team deferrable initially deferred, code text,
  owner_id int references worker deferrable initially deferred,
  reviewer_id int references worker deferrable initially deferred,
  title text, budget int, primary key (team_id, code));
create table task (id int primary key, project_team int, project_code text,
  worker_id int references worker deferrable initially deferred, note text, points int, done boolean not null,
  foreign key (project_team, project_code) references project deferrable initially deferred);
create table badge (worker_id int primary key references worker deferrable initially deferred,
  color text, serial int);
`;

export type Kind = 'int' | 'text' | 'bool';

export interface ModelRelation {
  readonly target: string;
  readonly isToMany: boolean;
  readonly columns: readonly string[];
  readonly targetColumns: readonly string[];
}

export interface ModelTable {
  readonly name: string;
  readonly typeName: string;
  readonly columns: Readonly<Record<string, Kind>>;
  readonly key: readonly string[];
  readonly relations: Readonly<Record<string, ModelRelation>>;
}

const one = (target: string, columns: string[], targetColumns: string[]): ModelRelation => {
  return { target, isToMany: false, columns, targetColumns };
};
const many = (target: string, columns: string[], targetColumns: string[]): ModelRelation => {
  return { target, isToMany: true, columns, targetColumns };
};

/** The same by GraphQL name, as the design's rules for names have it. */
export const tables: readonly ModelTable[] = [
  {
    name: 'team',
    typeName: 'Team',
    columns: { id: 'int', name: 'text', region: 'text', active: 'bool' },
    key: ['id'],
    relations: { project: many('project', ['id'], ['teamId']), worker: many('worker', ['id'], ['teamId']) },
  },
  {
    name: 'worker',
    typeName: 'Worker',
    columns: {
      id: 'int',
      teamId: 'int',
      bossId: 'int',
      name: 'text',
      email: 'text',
      level: 'int',
      remote: 'bool',
    },
    key: ['id'],
    relations: {
      boss: one('worker', ['bossId'], ['id']),
      team: one('team', ['teamId'], ['id']),
      badge: one('badge', ['id'], ['workerId']),
      projectByOwnerId: many('project', ['id'], ['ownerId']),
      projectByReviewerId: many('project', ['id'], ['reviewerId']),
      task: many('task', ['id'], ['workerId']),
      worker: many('worker', ['id'], ['bossId']),
    },
  },
  {
    name: 'project',
    typeName: 'Project',
    columns: { teamId: 'int', code: 'text', ownerId: 'int', reviewerId: 'int', title: 'text', budget: 'int' },
    key: ['teamId', 'code'],
    relations: {
      owner: one('worker', ['ownerId'], ['id']),
      reviewer: one('worker', ['reviewerId'], ['id']),
      team: one('team', ['teamId'], ['id']),
      task: many('task', ['teamId', 'code'], ['projectTeam', 'projectCode']),
    },
  },
  {
    name: 'task',
    typeName: 'Task',
    columns: {
      id: 'int',
      projectTeam: 'int',
      projectCode: 'text',
      workerId: 'int',
      note: 'text',
      points: 'int',
      done: 'bool',
    },
    key: ['id'],
    relations: {
      project: one('project', ['projectTeam', 'projectCode'], ['teamId', 'code']),
      worker: one('worker', ['workerId'], ['id']),
    },
  },
  {
    name: 'badge',
    typeName: 'Badge',
    columns: { workerId: 'int', color: 'text', serial: 'int' },
    key: ['workerId'],
    relations: { worker: one('worker', ['workerId'], ['id']) },
  },
];

export function tableNamed(name: string): ModelTable {
  const table = tables.find((candidate) => candidate.name === name);
  if (!table) throw new Error(`The model has no table ${name}.`);
  return table;
}
