/**
 * The inner half of a relay, on the client's side of the link: carries the guests' connections and datagrams, which
 * come over a Unix socket from the outer half, across the link to the server. It ends with the datagrams' connection.
 */
import { connect, createServer, type Socket } from 'node:net';
import { readEnvironment } from '../environment.ts';
import { DatagramReader, DatagramWriter, KIND_DATAGRAMS, LOST } from './frames.ts';
import { InnerGuest } from './inner-guest.ts';
import { join, relayPath } from './paths.ts';

/** Silent guests are forgotten later here than in the outer half, so that an answer always finds its way. */
const FORGET_MS = 120_000;

const lab = readEnvironment(process.env)!;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, () => {});

function carryDatagrams(outer: Socket): void {
  const guests = new Map<number, InnerGuest>();
  const writer = new DatagramWriter(outer);
  const reader = new DatagramReader();
  /** Of guests that are gone. */
  let lost = 0;
  outer.on('data', (chunk: Buffer) =>
    reader.push(chunk, (id, payload) => {
      const known = guests.get(id);
      if (id === LOST) tellLost();
      else if (payload.length === 0) forget(id, known);
      else {
        const guest = known ?? newGuest(id);
        guest.last = performance.now();
        guest.send(payload);
      }
    }),
  );
  // Half open is for guests' connections; this one has ended when its other side has.
  for (const end of ['end', 'close'] as const) outer.once(end, () => process.exit(0));
  setInterval(() => {
    const oldest = performance.now() - FORGET_MS;
    for (const [id, guest] of guests) if (guest.last < oldest) forget(id, guest);
  }, FORGET_MS / 4);

  const tellLost = () => {
    let all = lost + writer.lost;
    for (const guest of guests.values()) all += guest.lost;
    const payload = Buffer.alloc(4);
    payload.writeUInt32BE(all);
    writer.write(LOST, payload);
  };

  const forget = (id: number, guest: InnerGuest | undefined) => {
    if (guest === undefined) return;
    guests.delete(id);
    lost += guest.lost;
    guest.close();
  };

  const newGuest = (id: number): InnerGuest => {
    const { host, port } = lab;
    const answer = (message: Buffer) => writer.write(id, message);
    const guest: InnerGuest = new InnerGuest({ host, port, answer, failed: () => forget(id, guest) });
    guests.set(id, guest);
    return guest;
  };
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
