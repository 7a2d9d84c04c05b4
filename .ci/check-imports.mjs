// Holds the import table, and fails too when the cruiser saw fewer modules than the tree has:
// a cruiser that cannot read TypeScript would otherwise pass by seeing nothing.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const rules = createRequire(import.meta.url)('./import-rules.cjs');
const { options, ...ruleSet } = rules;

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'src', 'migrations'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file.endsWith('.ts'));

const { output } = await cruise(
  ['src', 'migrations'],
  { ...options, validate: true, ruleSet },
  {},
  {
    tsConfig: extractTSConfig('tsconfig.json'),
  },
);
const seen = new Set(output.modules.map((module) => module.source));
const unseen = files.filter((file) => !seen.has(file));
if (unseen.length > 0) {
  console.error(
    `The import check did not see ${unseen.length} of ${files.length} files, ${unseen[0]} among them.`,
  );
  process.exit(1);
}
const dependencies = output.modules.reduce((sum, module) => sum + module.dependencies.length, 0);
if (files.length > 10 && dependencies < files.length) {
  console.error(`The import check found only ${dependencies} imports in ${files.length} files: it is blind.`);
  process.exit(1);
}
for (const violation of output.summary.violations) {
  console.error(`${violation.rule.name}: ${violation.from} imports ${violation.to}`);
}
if (output.summary.violations.length > 0) process.exit(1);
