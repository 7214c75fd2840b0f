/** Run on the client's side of a lab where nobody serves: a datagram crosses the link, and "nobody is there" comes back. */
import { ConnectedSocket } from '../../net/datagrams/connected.ts';

const DISCARD = 9;
const PATIENCE_MS = 5000;

setTimeout(() => process.exit(1), PATIENCE_MS);
const socket = new ConnectedSocket(
  { address: process.env['SERVER']!, port: DISCARD },
  { error: ({ code }) => process.exit(code === 'ECONNREFUSED' ? 0 : 1) },
  () => socket.send(Buffer.from('across')),
);
