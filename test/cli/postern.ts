import { randomBytes } from 'node:crypto';
import type { CliWiring } from '../../src/cli/cli-wiring.js';
import { runCli } from '../../src/cli/run-cli.js';
import { createCliWiring } from '../../src/command-line.js';
import type { Environment } from '../../src/config/config.js';

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Postern {
  /** Runs `postern <words>` in this process. */
  run(...words: string[]): Promise<Ended>;
  /** The same with `--json`; throws unless standard output is exactly one line of JSON. */
  json<Value>(...words: string[]): Promise<Value>;
}

/** The command line with this environment, over the real services. */
export function createPostern(environment: Environment, changes: Partial<CliWiring> = {}): Postern {
  const run = async (...words: string[]): Promise<Ended> => {
    const written = { out: '', err: '' };
    const output = {
      writeOut: (text: string) => void (written.out += text),
      writeError: (text: string) => void (written.err += text),
      drained: () => Promise.resolve(),
    };
    const wiring = { ...createCliWiring(environment, output), ...changes };
    return { code: await runCli(wiring, words), ...written };
  };
  return {
    run,
    json: async <Value>(...words: string[]) => {
      const { out } = await run(...words, '--json');
      if (!/^.+\n$/.test(out)) throw new Error(`Not one line: ${JSON.stringify(out)}`);
      return JSON.parse(out) as Value;
    },
  };
}

/** For a control plane of the test's own. */
export function environmentFor(databaseUrl: string): Environment {
  return { DATABASE_URL: databaseUrl, POSTERN_PEPPER: randomBytes(32).toString('hex') };
}
