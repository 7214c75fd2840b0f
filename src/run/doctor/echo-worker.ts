/** The far end of the loopback floor: sends back what comes, over UDP and TCP, in a thread of its own. */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { parentPort } from 'node:worker_threads';

const socket = createSocket('udp4');
socket.on('message', (message, from) => socket.send(message, from.port, from.address));
const server = createServer({ noDelay: true }, (stream) => {
  stream.on('error', () => {});
  stream.on('data', (chunk: Buffer) => stream.write(chunk));
});
socket.bind(0, '127.0.0.1', () => {
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as { port: number };
    parentPort!.postMessage({ udp: socket.address().port, tcp: port });
  });
});
