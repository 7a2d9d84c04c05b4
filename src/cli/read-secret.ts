import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { Writable } from 'node:stream';
import { UsageError } from './usage-error.js';

/** A terminal, or whatever standard input is otherwise. */
export interface SecretInput {
  readonly stream: NodeJS.ReadableStream;
  readonly isTerminal: boolean;
  /** Where the question goes; never the answer. */
  readonly ask: (question: string) => void;
}

/**
 * A secret that a person types without seeing it, twice, or all of standard input but a line break at its end. Throws
 * UsageError where there is none.
 */
export async function readSecret(input: SecretInput, what: string): Promise<string> {
  const secret = input.isTerminal ? await askTwice(input, what) : withoutLastBreak(await text(input.stream));
  if (secret === '') throw new UsageError(`${what}: nothing was given.`);
  return secret;
}

async function askTwice(input: SecretInput, what: string): Promise<string> {
  const first = await askHidden(input, `${what}: `);
  const second = await askHidden(input, `${what}, once more: `);
  if (first !== second) throw new UsageError('The two do not agree. Nothing was changed.');
  return first;
}

async function askHidden({ stream, ask }: SecretInput, question: string): Promise<string> {
  ask(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: stream, output: nowhere, terminal: true, historySize: 0 });
  try {
    return await new Promise<string>((resolve, reject) => {
      const giveUp = (): void => reject(new UsageError('Nothing was changed.'));
      reader.once('SIGINT', giveUp);
      reader.once('close', giveUp);
      reader.question('', resolve);
    });
  } finally {
    reader.close();
    ask('\n');
  }
}

function withoutLastBreak(given: string): string {
  return given.replace(/\r?\n$/, '');
}
