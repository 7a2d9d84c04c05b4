import type { Peppers } from '../../src/authentication/digest.js';
import { readConfig } from '../../src/config/config.js';
import { Secret } from '../../src/foundation/secret.js';
import { createGateway, openServices } from '../../src/gateway.js';
import type { HttpServer } from '../../src/server/http-server.js';
import { createLogger } from '../../src/server/logger.js';
import type { TestGateway } from '../support/test-gateway.js';

export interface SecondGateway {
  readonly server: HttpServer;
  close(): Promise<void>;
}

/** Another instance on the control plane of `first`, by another way to it where `url` is given. */
export function startSecondGateway(
  first: Pick<TestGateway, 'controlPlaneUrl'> & { readonly peppers: Peppers },
  url = first.controlPlaneUrl,
): SecondGateway {
  const read = readConfig({ PORT: '0', LOG_FORMAT: 'json' });
  if (read.kind === 'invalid') throw new Error(read.problems[0].message);
  const log = createLogger(read.config, { write: () => undefined });
  const services = openServices({ url: new Secret(url), peppers: first.peppers, log });
  const server = createGateway({ services, peppers: first.peppers, config: read.config, log });
  return {
    server,
    close: async () => {
      await server.close();
      await services.close();
    },
  };
}
