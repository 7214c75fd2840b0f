/** One end of the lesson on streams: our sender, our receiver, or a student's program. */
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { connect, createServer, type Socket } from 'node:net';
import { clockSince } from '../../../clock.ts';
import { callHost } from '../../ends/end-call.ts';
import { Frames } from './frames.ts';
import type { EndMove, FromEnd, ToEnd } from './orders.ts';

type Order = Extract<ToEnd, { type: 'order' }>;

const EXCERPT = 24;
/** The other end may still be busy when the last byte leaves. */
const LINGER_MS = 200;
const side = process.argv[3];

let go: () => void = () => {};
let now: () => number = () => 0;
const tell = callHost<ToEnd, FromEnd>({ depth: 8, values: 1000 }, (message) => {
  if (message.type === 'go') go();
  else begin(message);
});

const moved = (what: EndMove['what'], bytes: Uint8Array): void =>
  tell({
    type: 'move',
    move: {
      what,
      time: now(),
      bytes: bytes.length,
      text: Buffer.from(bytes.subarray(0, EXCERPT)).toString('utf8'),
    },
  });
const done = (): void => tell({ type: 'done' });
const failed = (error: Error): void => tell({ type: 'failed', reason: error.message });

function begin(order: Order): void {
  now = clockSince(BigInt(order.epoch));
  if (order.command !== null) runCommand(order.command);
  else if (side === 'sender') prepareSender(order);
  else if (order.transport === 'udp') receiveDatagrams(order);
  else receiveStream(order);
}

function prepareSender({ transport, host, port, sends }: Order): void {
  const pieces = sends.map((piece) => Buffer.from(piece, 'base64'));
  tell({ type: 'ready' });
  go = () => {
    if (transport === 'tcp') return sendStream(connect({ host, port, noDelay: true }), pieces);
    const socket = createSocket('udp4');
    socket.on('error', failed);
    socket.connect(port, host, () => {
      for (const piece of pieces) {
        moved('send', piece);
        socket.send(piece);
      }
      done();
    });
  };
}

function sendStream(socket: Socket, pieces: readonly Buffer[]): void {
  socket.on('error', failed);
  socket.on('connect', () => {
    for (const piece of pieces) {
      moved('send', piece);
      socket.write(piece);
    }
    socket.end(done);
  });
  socket.resume();
}

function receiveStream({ host, port, busy, framing }: Order): void {
  const frames = framing === null ? undefined : new Frames(framing);
  // Nothing is read before the receiver wants to: until then bytes wait in the kernel, as they do for any program.
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    socket.on('error', failed);
    // Each event is what one call of read gave.
    socket.on('data', (bytes: Buffer) => {
      moved('recv', bytes);
      for (const message of frames?.push(bytes) ?? []) moved('message', message);
    });
    socket.on('end', done);
    setTimeout(() => socket.resume(), busy);
  });
  server.on('error', failed);
  server.listen(port, host, () => tell({ type: 'ready' }));
}

function receiveDatagrams({ host, port, busy, expected }: Order): void {
  const socket = createSocket('udp4');
  const waiting: Buffer[] = [];
  let reads = busy === 0;
  let bytes = 0;
  const take = (datagram: Buffer): void => {
    moved('recv', datagram);
    bytes += datagram.length;
    if (expected === null || bytes >= expected) setTimeout(done, LINGER_MS);
  };
  socket.on('message', (datagram) => {
    if (reads) return take(datagram);
    // The busy time begins with the first, as it does for a stream with the connection.
    if (waiting.push(datagram) > 1) return;
    setTimeout(() => {
      reads = true;
      for (const one of waiting) take(one);
    }, busy);
  });
  socket.on('error', failed);
  socket.bind(port, host, () => tell({ type: 'ready' }));
}

/** What it prints is told line by line; whatever else it does is seen on the link. */
function runCommand(command: readonly string[]): void {
  const start = (): void => {
    const child = spawn(command[0]!, command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) {
      let held = '';
      stream.setEncoding('utf8').on('data', (text: string) => {
        held += text;
        const lines = held.split('\n');
        held = lines.pop()!;
        for (const line of lines)
          tell({ type: 'move', move: { what: 'line', time: now(), bytes: 0, text: line } });
      });
    }
    child.on('error', failed);
    child.on('close', done);
  };
  // A receiver has to be there before the lab goes on; a sender waits for it.
  if (side === 'receiver') {
    start();
    tell({ type: 'ready' });
  } else {
    go = start;
    tell({ type: 'ready' });
  }
}
