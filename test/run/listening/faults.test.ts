/** A mistake that one guest's bytes meet ends that guest, in every server: each has one planted, and serves the others. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import type { ServerEvent } from '../../../src/result/events/server-events.ts';
import type { ListenEvent } from '../../../src/run/exercise/events.ts';
import { startListener } from '../../../src/run/exercise/listen.ts';
import { Admission } from '../../../src/run/server/admission/admission.ts';
import { Session } from '../../../src/run/server/session/session.ts';
import { Room } from '../../../src/session/chat/room.ts';
import { Reflector } from '../../../src/session/reflector.ts';
import { endAll, hosted, plain, until } from '../chat/room-tools.ts';
import { bench } from '../server/bench.ts';
import { DatagramFlow, HELLO, message, TYPE_OPEN } from '../server/client.ts';

const { serve, control, events } = bench();
afterEach(async () => {
  vi.restoreAllMocks();
  await endAll();
});

const faults = (told: readonly ServerEvent[]): string[] =>
  told.flatMap((event) => (event.event === 'refused' && event.code === 'internal' ? [event.message] : []));

/** From now on `method` throws where it is given poison. */
function plant(prototype: object, method: string, poison: (args: readonly unknown[]) => boolean): void {
  const whole = Reflect.get(prototype, method) as (...args: unknown[]) => unknown;
  vi.spyOn(prototype as Record<string, () => unknown>, method).mockImplementation(function (
    this: unknown,
    ...args: unknown[]
  ) {
    if (poison(args)) throw new Error('a planted mistake');
    return Reflect.apply(whole, this, args);
  });
}

/** An honest exchange. */
async function measure(server: Awaited<ReturnType<typeof serve>>): Promise<void> {
  const session = await control(server);
  const { token } = await session.grant();
  const flow = await DatagramFlow.open(server.port, token, 0);
  session.send({ type: 'start' });
  flow.send(0);
  await flow.until(() => flow.got.length === 1);
  expect((await session.ledger()).received).toEqual([1]);
  flow.socket.close();
}

it('a server: on a control connection', async () => {
  const server = await serve();
  plant(Admission.prototype, 'control', ([, first]) => (first as Buffer).includes('poison'));
  const poisoned = await control(server);
  poisoned.send({ ...HELLO, tool: 'poison' });
  await poisoned.closed;
  expect(faults(events())).toEqual([
    'this met a mistake in sockbench, and was cut off: Error: a planted mistake',
  ]);
  await measure(server);
});

it('a server: in a datagram to its port, and in the timers of a session', async () => {
  const server = await serve();
  plant(Session.prototype, 'openDatagrams', ([flow]) => flow === 7);
  const session = await control(server);
  const { token } = await session.grant({ clients: 8 });
  const stranger = createSocket('udp4');
  const hex = { high: Number.parseInt(token.slice(0, 8), 16), low: Number.parseInt(token.slice(8), 16) };
  stranger.send(message(TYPE_OPEN, hex, 7, 0), server.port, '127.0.0.1');
  await until(
    () => faults(events()).length === 1,
    () => JSON.stringify(events()),
  );
  stranger.close();
  await measure(server);
});

it('a server: in what moves the probes of one session, which is told', async () => {
  const server = await serve({ engine: 'portable' });
  let poison = true;
  plant(Reflector.prototype, 'ingest', () => poison);
  const session = await control(server);
  const { token } = await session.grant();
  const flow = await DatagramFlow.open(server.port, token, 0);
  session.send({ type: 'start' });
  flow.send(0);
  expect((await session.wait('error')).message).toContain('a planted mistake');
  await session.closed;
  flow.socket.close();
  poison = false;
  await measure(server);
});

it('a chat: in a line, which costs that member alone', async () => {
  const told: string[] = [];
  const { port } = await hosted({ fault: (address, reason) => told.push(`${address}: ${reason}`) });
  plant(Room.prototype, 'line', ([, text]) => text === 'poison');
  const [ana, bob, eve] = [await plain(port, 'Ana'), await plain(port, 'Bob'), await plain(port, 'Eve')];
  eve.say('poison');
  await ana.until(/Eve has vanished/);
  expect(eve.closed()).toBe(true);
  bob.say('still here');
  await ana.until(/<Bob> still here/);
  expect(told).toEqual(['127.0.0.1: Error: a planted mistake']);
});

it('a chat: in what the room does by itself, which costs nobody', async () => {
  const told: string[] = [];
  const { port } = await hosted({ fault: (address, reason) => told.push(`${address}: ${reason}`) });
  let left = 2;
  plant(Room.prototype, 'tick', () => left-- > 0);
  await until(
    () => left < 0,
    () => told.join(),
  );
  expect(told).toEqual([': Error: a planted mistake', ': Error: a planted mistake']);
  const [ana, bob] = [await plain(port, 'Ana'), await plain(port, 'Bob')];
  bob.say('still here');
  await ana.until(/<Bob> still here/);
});

it('a listener: in what it is told, over TCP and over UDP', async () => {
  const told: ListenEvent[] = [];
  const listener = await startListener(
    {
      addresses: ['127.0.0.1'],
      port: 0,
      tcp: true,
      udp: true,
      reply: null,
      raw: false,
      once: false,
      sentences: { benchClient: '', chatClient: '', full: '' },
    },
    {
      event: (event) => {
        if (event.kind === 'received' && event.bytes.toString().trim() === 'poison')
          throw new Error('a planted mistake');
        told.push(event);
      },
      behind: false,
      drained: () => Promise.resolve(),
    },
  );
  // A line that has an end, and one that has none and is taken by a timer.
  for (const text of ['poison\n', 'poison']) {
    const caller = connect(listener.port, '127.0.0.1');
    caller.on('error', () => {}).write(text);
    await once(caller, 'close');
  }
  const datagrams = createSocket('udp4');
  for (const text of ['poison', 'hello']) datagrams.send(text, listener.port, '127.0.0.1');
  const other = connect(listener.port, '127.0.0.1');
  other.write('hello\n');
  const received = () => told.flatMap((event) => (event.kind === 'received' ? [event.transport] : []));
  await until(
    () => received().length === 2,
    () => JSON.stringify(told),
  );
  expect(told.filter(({ kind }) => kind === 'fault')).toHaveLength(3);
  other.destroy();
  datagrams.close();
  await listener.stop();
});
