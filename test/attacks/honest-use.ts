/** What an honest person does with each of them: it must work after every attack, and be true. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Control, DatagramFlow, numberOf } from '../run/server/client.ts';
import { pause } from './callers.ts';
import type { Kind } from './subject.ts';

const PROBES = 20;

export const HONEST: Readonly<Record<Kind, (port: number) => Promise<void>>> = {
  serve: measure,
  'serve --echo': measure,
  'serve --delay': measure,
  chat: talk,
  listen: send,
};

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/** A session that loses nothing. Who comes after a crowd of its own address may have to wait a moment. */
async function measure(port: number): Promise<void> {
  const session = await granted(port);
  const flow = await DatagramFlow.open(port, session.token, 0);
  session.control.send({ type: 'start' });
  for (let number = 0; number < PROBES; number++) {
    flow.send(number);
    await flow.until(() => flow.got.length > number);
  }
  const { received, sent, duplicates, foreign } = await session.control.ledger();
  must(received[0] === PROBES && sent[0] === PROBES, `the ledger: ${received[0]}, ${sent[0]}`);
  must(duplicates === 0 && foreign === 0, `copies and strangers: ${duplicates}, ${foreign}`);
  must(
    flow.got.every((bytes, i) => numberOf(bytes) === i),
    'answers in order',
  );
  session.control.send({ type: 'bye' });
  await session.control.closed;
  flow.socket.close();
}

async function granted(port: number): Promise<{ control: Control; token: string }> {
  for (let left = 100; ; left--) {
    const control = await Control.open(port);
    try {
      const { token } = await control.grant();
      return { control, token };
    } catch (error) {
      control.socket.destroy();
      if (left === 0) throw error;
      await pause(100);
    }
  }
}

let talks = 0;
/** Two people, and a line of one to the other. */
async function talk(port: number): Promise<void> {
  talks++;
  const [ana, bob] = [await inRoom(port, `Ana${talks}`), await inRoom(port, `Bob${talks}`)];
  const line = `hello ${talks}`;
  const heard = until(bob, new RegExp(`^<Ana${talks}> ${line}$`, 'm'));
  ana.socket.write(`${line}\n`);
  await heard;
  for (const { socket } of [ana, bob]) socket.end('/quit\n');
  await Promise.all([ana, bob].map(({ socket }) => once(socket, 'close')));
}

interface InRoom {
  readonly socket: Socket;
  said: string;
}

async function inRoom(port: number, name: string): Promise<InRoom> {
  for (let left = 100; ; left--) {
    const socket = connect({ port, host: '127.0.0.1' });
    const person: InRoom = { socket, said: '' };
    socket
      .on('error', () => {})
      .on('data', (bytes) => {
        person.said += bytes.toString('utf8');
      });
    socket.write(`${name}\n`);
    const welcome = await Promise.race([until(person, /Welcome, /), once(socket, 'close').then(() => false)]);
    if (welcome) return person;
    if (left === 0) throw new Error(`${name} does not come in: ${person.said}`);
    await pause(100);
  }
}

async function until(person: InRoom, shown: RegExp): Promise<boolean> {
  for (const end = Date.now() + 20_000; !shown.test(person.said); await pause(5))
    if (Date.now() > end || person.socket.destroyed) return false;
  return true;
}

/** A message over TCP and one over UDP, each with its answer. */
async function send(port: number): Promise<void> {
  // Two seconds of quiet, and a silent connection of the same address makes room.
  for (let left = 50; ; left--) {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.on('error', () => {}).write('hello\n');
    const [answer] = (await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => [''])])) as [
      Buffer | string,
    ];
    socket.destroy();
    if (answer.toString() === 'Got it!\n') break;
    must(left > 0, `over TCP: ${answer.toString()}`);
    await pause(100);
  }
  // Strangers share the answers of a second among them.
  for (let left = 50; ; left--) {
    const datagrams = createSocket('udp4');
    const heard = once(datagrams, 'message').then(([bytes]) => (bytes as Buffer).toString());
    datagrams.send(`hello ${left}!`, port, '127.0.0.1');
    const said = await Promise.race([heard, pause(100).then(() => undefined)]);
    datagrams.close();
    if (said === 'Got it!') return;
    must(left > 0, `over UDP: ${said}`);
  }
}
