/** Run on the client's side of a lab where nobody serves: a datagram crosses the link, and "nobody is there" comes back. */
import { createSocket } from 'node:dgram';

const DISCARD = 9;
const PATIENCE_MS = 5000;

const socket = createSocket('udp4');
setTimeout(() => process.exit(1), PATIENCE_MS);
socket.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'ECONNREFUSED' ? 0 : 1));
socket.connect(DISCARD, process.env['SERVER']!, () => socket.send('across'));
