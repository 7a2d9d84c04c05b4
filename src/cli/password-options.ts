import type { Command } from 'commander';
import { randomText } from '../foundation/ids.js';
import { Secret } from '../foundation/secret.js';
import type { CliWiring } from './cli-wiring.js';
import { UsageError } from './usage-error.js';

export interface PasswordOptions {
  readonly password?: string;
  readonly generatePassword?: boolean;
}

export interface GivenPassword {
  readonly password: Secret;
  /** It was made up here, so that somebody has to be shown it. */
  readonly isGenerated: boolean;
}

/** A password never stands on the command line, where every user of the machine can see it. */
export function addPasswordOptions(command: Command): Command {
  return command
    .option('--password <->', 'read the password from standard input; on a terminal ask for it, unseen')
    .option('--generate-password', 'make one up and print it, this once');
}

/** Null where neither option is given. Throws UsageError. */
export async function readPasswordOptions(
  wiring: Pick<CliWiring, 'readSecret'>,
  { password, generatePassword }: PasswordOptions,
): Promise<GivenPassword | null> {
  if (password !== undefined && password !== '-') {
    throw new UsageError(
      'A password on the command line can be seen by every user of this machine and stays in the shell’s history: write --password - and give it by standard input.',
    );
  }
  if (generatePassword === true) {
    if (password !== undefined) throw new UsageError('Give --password or --generate-password, not both.');
    return { password: generate(), isGenerated: true };
  }
  return password === undefined ? null : { password: await readPassword(wiring), isGenerated: false };
}

export async function readPassword({ readSecret }: Pick<CliWiring, 'readSecret'>): Promise<Secret> {
  return new Secret(await readSecret('Password'));
}

const GROUPS = 5;
const GROUP_LENGTH = 5;

/** Random text of 148 bits, in groups that can be read out. */
function generate(): Secret {
  return new Secret(Array.from({ length: GROUPS }, () => randomText(GROUP_LENGTH)).join('-'));
}
