import type { Config } from '../config/config.js';

export interface HttpServerConfig extends Pick<Config, 'host' | 'port' | 'corsOrigins'> {
  /** Where the folders `explorer` and `console` lie as they were built; beside the compiled server when absent. */
  readonly sitesFolder?: string;
  /** Connections at once; further ones are dropped. 10000 when absent. */
  readonly maxConnections?: number;
  /** How long a stop waits for what is in flight. 10000 when absent. */
  readonly stopTimeoutMs?: number;
}
