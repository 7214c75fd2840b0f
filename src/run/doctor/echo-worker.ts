/** The far end of the loopback floor: sends back what comes, over UDP and TCP, in a thread of its own. */
import { createServer } from 'node:net';
import { parentPort } from 'node:worker_threads';
import { AnsweringSocket } from '../../net/datagrams/answering.ts';

const socket = await AnsweringSocket.open({ address: '127.0.0.1', port: 0 });
socket.onMessage((message, from) => void socket.answer(message, from));
const server = createServer({ noDelay: true }, (stream) => {
  stream.on('error', () => {});
  stream.on('data', (chunk: Buffer) => stream.write(chunk));
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { port: number };
  parentPort!.postMessage({ udp: socket.local.port, tcp: port });
});
