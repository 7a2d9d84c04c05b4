import { InvalidArgumentError } from 'commander';

/** For an option that takes a number of things, at least one. */
export function readCount(text: string): number {
  if (/^[1-9][0-9]{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError(`"${text}" is not a number of things: write one such as 50.`);
}
