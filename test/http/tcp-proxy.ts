import { createServer, Socket, type AddressInfo } from 'node:net';

/** Stands between a gateway and a PostgreSQL, and fails as networks do. */
export interface TcpProxy {
  /** The URL given, through the proxy. */
  readonly url: string;
  /** From now on what clients send waits; connections stay. */
  hold(): void;
  /** What waited goes on its way. */
  release(): void;
  /** Ends every connection and takes no more, until `mend`. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
}

export async function openTcpProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let held: (() => void)[] | null = null;
  const server = createServer((client) => {
    const upstream = new Socket().connect(Number(port || 5432), hostname);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      one.on('close', () => other.destroy());
      one.on('error', () => other.destroy());
    }
    client.on('data', (data) => {
      const pass = () => void upstream.write(data);
      if (held) held.push(pass);
      else pass();
    });
    upstream.on('data', (data) => client.write(data));
  });
  const listen = (at: number) => new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
  await listen(0);
  const own = (server.address() as AddressInfo).port;
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(own);
  const cut = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    });
  return {
    url: url.href,
    hold: () => (held ??= []),
    release: () => {
      const waiting = held ?? [];
      held = null;
      for (const pass of waiting) pass();
    },
    cut,
    mend: () => listen(own),
    close: () => (server.listening ? cut() : Promise.resolve()),
  };
}
