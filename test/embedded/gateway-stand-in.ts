import { startEmbeddedPostgres } from '../../src/embedded/embedded-postgres.js';

// A process that holds an embedded server as a gateway does: `gateway-stand-in.ts FOLDER SHARED_FOLDER [throw]`.
// Says one line of JSON when it runs, or what was wrong.
const [dataDirectory = '', sharedFolder = '', ending] = process.argv.slice(2);
try {
  const server = await startEmbeddedPostgres({
    dataDirectory,
    sharedFolder,
    durability: 'none',
    log: (sentence) => process.stderr.write(`${sentence}\n`),
  });
  process.stdout.write(`${JSON.stringify({ url: server.url })}\n`);
  if (ending === 'throw') {
    setTimeout(() => {
      throw new Error('nobody catches this');
    });
  }
  if (ending !== 'return') setInterval(() => undefined, 60_000);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: (error as Error).message })}\n`);
  process.exitCode = 1;
}
