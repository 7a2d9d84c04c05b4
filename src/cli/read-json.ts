import { InvalidArgumentError } from 'commander';

/** An option that holds JSON. What it means is for the services to judge. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidArgumentError('It is not JSON; names and texts stand in double quotes.');
  }
}
