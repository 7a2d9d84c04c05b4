import { lookup as lookUp } from 'node:dns';
import { Socket, type LookupFunction, type TcpSocketConnectOpts } from 'node:net';
import { isCredentialSource } from './credential-source.js';

/**
 * A socket for a connection to somebody else's database, for pg's `stream`. What a name leads to is looked at when it is
 * connected to: a name that was looked up before may lead elsewhere by then.
 */
export function openGuardedSocket(resolve: LookupFunction = lookUp): Socket {
  const socket = new Socket();
  const connect = socket.connect.bind(socket) as (options: TcpSocketConnectOpts) => Socket;
  const lookup = guard(resolve);
  // As pg calls it.
  const connectTo = (port: number, host: string): Socket => {
    // An address is not looked up.
    if (isCredentialSource(host)) return socket.destroy(refusal());
    return connect({ port, host, lookup });
  };
  socket.connect = connectTo as Socket['connect'];
  return socket;
}

function guard(resolve: LookupFunction): LookupFunction {
  return (hostname, options, answer) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) {
        answer(error, '');
        return;
      }
      const addresses = typeof found === 'string' ? [] : found;
      const [first] = addresses;
      // Fail closed: also where only one of several addresses is such a one.
      if (!first || addresses.some(({ address }) => isCredentialSource(address))) answer(refusal(), '');
      else if (options.all === true) answer(null, addresses);
      else answer(null, first.address, first.family);
    });
  };
}

function refusal(): Error {
  return new Error('This leads to no address that may be connected to.');
}
