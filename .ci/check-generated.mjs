// What is generated is committed; this regenerates it into memory or in place and fails on any difference.
import { execFileSync } from 'node:child_process';

execFileSync('npm', ['run', '-s', 'generate'], { stdio: 'inherit' });
const changed = execFileSync(
  'git',
  ['status', '--porcelain', '--', 'schema', 'test/generated', 'console/admin/generated'],
  {
    encoding: 'utf8',
  },
);
if (changed !== '') {
  console.error(
    `Generated files differ from what is committed. Run "npm run generate" and commit:\n${changed}`,
  );
  process.exit(1);
}
