import type { Command } from 'commander';
import type { CreateApiKey } from '../control-plane/control-plane.js';
import { splitAddressText } from '../foundation/ip-address.js';
import { withoutAbsent } from '../management-schema/without-absent.js';
import { readInstant } from './read-instant.js';
import { readJson } from './read-json.js';

/** What a key is called, and what narrows it: for making and for changing one. */
export interface KeyOptions {
  readonly description?: string;
  readonly tag?: readonly string[];
  readonly capability?: readonly string[];
  readonly from?: number;
  readonly until?: number;
  readonly address?: readonly string[];
  readonly narrow?: unknown;
}

export function addKeyOptions(command: Command): Command {
  return command
    .option('--description <text>', 'what it is for')
    .option('--tag <tag...>', 'words by which to find it')
    .option(
      '--capability <capability...>',
      'narrow it to these; without, all that the user may do, also later',
    )
    .option('--from <instant>', 'valid from then on, such as 2026-07-01T09:00:00+02:00', readInstant)
    .option('--until <instant>', 'valid until just before then', readInstant)
    .option(
      '--narrow <json>',
      'narrow it to rows, such as {"tables":{"person":{"id":{"lt":9}}},"otherTables":"NONE"}',
      readJson,
    )
    .option(
      '--address <list...>',
      'addresses and CIDR blocks from which it may be used, separated by commas',
    );
}

/** As the services name them; what was not given is absent. */
export function readKeyOptions(options: KeyOptions): Partial<CreateApiKey> {
  return withoutAbsent({
    description: options.description,
    tags: options.tag,
    capabilities: options.capability,
    validFromMs: options.from,
    validUntilMs: options.until,
    rowNarrowing: options.narrow,
    allowedAddresses: options.address?.flatMap(splitAddressText),
  });
}
