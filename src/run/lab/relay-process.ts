/**
 * The inner half of a relay, on the client's side of the link: carries the guests' connections and datagrams, which
 * come over a Unix socket from the outer half, across the link to the server. It ends with the datagrams' connection.
 */
import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { connect, createServer, type Socket } from 'node:net';
import { readEnvironment } from './environment.ts';
import { DatagramReader, DatagramWriter, KIND_DATAGRAMS } from './relay-frames.ts';
import { join, relayPath } from './relay-paths.ts';

/** Silent guests are forgotten later here than in the outer half, so that an answer always finds its way. */
const FORGET_MS = 120_000;
const RECEIVE_BUFFER = 4 * 2 ** 20;

const lab = readEnvironment(process.env)!;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, () => {});

interface Guest {
  readonly socket: DatagramSocket;
  last: number;
}

function carryDatagrams(outer: Socket): void {
  const guests = new Map<number, Guest>();
  const writer = new DatagramWriter(outer);
  const reader = new DatagramReader();
  outer.on('data', (chunk: Buffer) =>
    reader.push(chunk, (id, payload) => {
      const guest = guests.get(id) ?? newGuest(id);
      guest.last = performance.now();
      guest.socket.send(payload);
    }),
  );
  // Half open is for guests' connections; this one has ended when its other side has.
  for (const end of ['end', 'close'] as const) outer.once(end, () => process.exit(0));
  setInterval(() => {
    const oldest = performance.now() - FORGET_MS;
    for (const [id, guest] of guests) if (guest.last < oldest) forget(id, guest);
  }, FORGET_MS / 4);

  const forget = (id: number, guest: Guest) => {
    guests.delete(id);
    guest.socket.close();
  };

  function newGuest(id: number): Guest {
    const socket = createSocket(lab.host.includes(':') ? 'udp6' : 'udp4');
    const guest = { socket: queueUntilConnected(socket), last: 0 };
    guests.set(id, guest);
    socket.on('message', (message) => writer.write(id, message));
    // Nobody listens there at the moment: the guest asks again, or gives up.
    socket.on('error', () => {});
    return guest;
  }
}

/** A connected socket hears the server's flow sockets alone; what is sent before it is connected waits. */
function queueUntilConnected(socket: DatagramSocket): DatagramSocket {
  const waiting: Uint8Array[] = [];
  const send = socket.send.bind(socket) as (message: Uint8Array) => void;
  socket.send = ((message: Uint8Array) => waiting.push(Buffer.from(message))) as typeof socket.send;
  socket.connect(lab.port, lab.host, () => {
    socket.setRecvBufferSize(RECEIVE_BUFFER);
    socket.send = send as typeof socket.send;
    for (const message of waiting) send(message);
  });
  return socket;
}

function carryStream(outer: Socket, first: Buffer): void {
  const inner = connect({ host: lab.host, port: lab.port, noDelay: true, allowHalfOpen: true });
  if (first.length > 0) inner.write(first);
  join(outer, inner);
}

createServer({ allowHalfOpen: true }, (outer) => {
  outer.on('error', () => outer.destroy());
  outer.once('data', (chunk: Buffer) => {
    if (chunk[0] === KIND_DATAGRAMS) {
      carryDatagrams(outer);
      outer.emit('data', chunk.subarray(1));
    } else carryStream(outer, chunk.subarray(1));
  });
}).listen(relayPath(lab.link));
