/** The receiving end of a race. */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { clockSince } from '../../../../clock.ts';
import { callHost } from '../../../ends/end-call.ts';
import { ArqSink } from '../ends.ts';
import type { ArqSetup } from '../protocols.ts';
import type { EndOrder, FromEnd, ToEnd } from './orders.ts';

const TELL_MS = 50;

let now: () => number = () => 0;
const tell = callHost<ToEnd, FromEnd>({ depth: 8, values: 1000 }, (message) => {
  if (message.type === 'go') now = clockSince(BigInt(message.epoch));
  else if (message.setup === null) receiveTcp(message);
  else receiveUdp(message, message.setup);
});

const deliver = (file: Uint8Array): void =>
  tell({ type: 'file', file: Buffer.from(file).toString('base64') });

function receiveUdp({ host, port }: EndOrder, setup: ArqSetup): void {
  const socket = createSocket('udp4');
  const sink = new ArqSink(setup);
  let told = false;
  socket.on('message', (bytes, { address, port: from }) => {
    const { answer } = sink.ingest(bytes);
    if (answer !== undefined) socket.send(answer, from, address);
    if (sink.done && !told) {
      told = true;
      deliver(sink.file());
    }
  });
  socket.on('error', (error) => tell({ type: 'failed', reason: error.message }));
  socket.bind(port, host, () => tell({ type: 'ready' }));
}

function receiveTcp({ host, port }: EndOrder): void {
  const pieces: Buffer[] = [];
  let bytes = 0;
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const telling = setInterval(() => tell({ type: 'progress', time: now(), bytes }), TELL_MS);
    socket.on('data', (piece: Buffer) => {
      pieces.push(piece);
      bytes += piece.length;
    });
    socket.on('error', (error) => tell({ type: 'failed', reason: error.message }));
    socket.on('end', () => {
      clearInterval(telling);
      socket.end();
      tell({ type: 'progress', time: now(), bytes });
      deliver(Buffer.concat(pieces));
    });
  });
  server.on('error', (error) => tell({ type: 'failed', reason: error.message }));
  server.listen(port, host, () => tell({ type: 'ready' }));
}
