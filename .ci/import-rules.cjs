// Who may import what (ARCHITECTURE.md). Change the table there, here and in a decision record together.
const table = {
  foundation: [],
  config: ['foundation'],
  catalog: ['foundation'],
  embedded: ['foundation'],
  naming: ['foundation', 'catalog'],
  capability: ['foundation', 'catalog'],
  filters: ['foundation', 'catalog', 'naming'],
  'row-rules': ['foundation', 'catalog', 'naming', 'capability', 'filters'],
  planning: ['foundation', 'catalog', 'naming', 'capability', 'filters', 'row-rules'],
  execution: ['foundation', 'planning'],
  'control-plane': ['foundation', 'capability'],
  authentication: ['foundation', 'capability', 'control-plane'],
  'database-schema': [
    'foundation',
    'catalog',
    'naming',
    'capability',
    'filters',
    'row-rules',
    'planning',
    'execution',
  ],
  'management-schema': [
    'foundation',
    'catalog',
    'capability',
    'filters',
    'row-rules',
    'control-plane',
    'authentication',
  ],
  sample: ['foundation', 'control-plane'],
  server: [
    'foundation',
    'config',
    'capability',
    'authentication',
    'planning',
    'execution',
    'database-schema',
    'management-schema',
  ],
  cli: [
    'foundation',
    'config',
    'catalog',
    'naming',
    'control-plane',
    'authentication',
    'database-schema',
    'management-schema',
  ],
};

const packages = {
  '^pg$|^@types/pg$': ['catalog', 'execution', 'control-plane'],
  '^kysely$': ['catalog', 'execution', 'control-plane', 'filters', 'planning'],
  '^@pothos/': ['database-schema', 'management-schema'],
  '^graphql-yoga$': ['server'],
};

const folders = Object.keys(table);
const alternatives = (names) => names.join('|');

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'unlisted-folder',
      comment: 'Every folder of src/ stands in the table.',
      severity: 'error',
      from: { path: `^src/(?!(${alternatives(folders)})/)[^/]+/` },
      to: {},
    },
    ...folders.map((folder) => ({
      name: `imports-of-${folder}`,
      severity: 'error',
      from: { path: `^src/${folder}/` },
      to: {
        path: '^(src|test|bench|console)/',
        pathNot: `^src/(${alternatives([folder, ...table[folder]])})/`,
      },
    })),
    {
      name: 'migrations-by-control-plane-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/control-plane/' },
      to: { path: '^migrations/' },
    },
    ...Object.entries(packages).map(([pattern, allowed]) => ({
      name: `package-${pattern.replace(/[^a-z-]/g, '')}`,
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(${alternatives(allowed)})/` },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown', 'type-only'],
        path: `node_modules/(${pattern.replaceAll('^', '').replaceAll('$', '(/|$)')})`,
      },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
