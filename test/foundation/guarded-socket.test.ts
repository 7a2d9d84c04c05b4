import { createServer, type LookupFunction, type Server } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openGuardedSocket } from '../../src/foundation/guarded-socket.js';

let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer((socket) => socket.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen.');
  port = address.port;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

/** Stands in for a name server whose answers change. */
const resolvingTo =
  (...addresses: readonly string[]): LookupFunction =>
  (_hostname, _options, answer) => {
    answer(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };

function connectTo(host: string, resolve?: LookupFunction): Promise<string> {
  const socket = openGuardedSocket(resolve);
  return new Promise((done) => {
    socket.once('connect', () => {
      socket.destroy();
      done('connected');
    });
    socket.once('error', (error) => done(error.message));
    socket.connect(port, host);
  });
}

it('connects to a name that leads to a database', async () => {
  expect(await connectTo('database.test', resolvingTo('127.0.0.1'))).toBe('connected');
  expect(await connectTo('localhost')).toBe('connected');
  expect(await connectTo('127.0.0.1')).toBe('connected');
});

it.each([
  [['169.254.169.254']],
  [['127.0.0.1', '169.254.169.254']],
  [['fe80::1%eth0']],
  [['fd00:ec2::254']],
  [['::ffff:169.254.169.254']],
  [['64:ff9b::a9fe:a9fe']],
  [[]],
])('connects to no name that leads to %j by the time it is connected to', async (addresses) => {
  expect(await connectTo('database.test', resolvingTo(...addresses))).toContain('no address');
});

it('connects to no such address', async () => {
  expect(await connectTo('169.254.169.254')).toContain('no address');
});
