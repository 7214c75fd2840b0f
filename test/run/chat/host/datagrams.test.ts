import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { type Impairment, NO_IMPAIRMENT } from '../../../../src/result/impairment.ts';
import { datagram, encodeDatagram } from '../../../../src/session/chat/language/datagram.ts';
import { helloLine, parseEvent } from '../../../../src/session/chat/language/events.ts';
import { ROOM_LIMITS } from '../../../../src/session/chat/rates/limits.ts';
import { tokenFromHex } from '../../../../src/wire/header.ts';
import { endAll, hosted, plain, rich, until } from '../room-tools.ts';

afterEach(endAll);

const linesHere = { perSecond: 1e6, burst: 1e6 };
const limits = { ...ROOM_LIMITS, linesPerSecond: 1e6, burst: 1e6, linesHere };

const lossy = (down: Partial<typeof NO_IMPAIRMENT>, seed: number): Impairment => ({
  up: NO_IMPAIRMENT,
  down: { ...NO_IMPAIRMENT, ...down },
  profile: null,
  seed,
});

/** Says so many lines, slowly enough that no kernel's buffer loses one. */
async function speak(say: (line: string) => void, count: number): Promise<void> {
  for (let i = 1; i <= count; i++) {
    say(`line ${i}`);
    if (i % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('a lossy room', () => {
  it('announced gaps are the copies that the host dropped, and TCP stays whole', async () => {
    const fates = new Map<string, number>();
    const weathered = (member: number, sender: number, number: number, copies: number): void => {
      fates.set(`${member} ${sender} ${number}`, copies);
    };
    const { port } = await hosted({ limits, impairment: lossy({ loss: 0.2 }, 7), weathered });
    const ana = await rich(port, 'Ana');
    const bob = await rich(port, 'Bob', 'udp');
    const carl = await rich(port, 'Carl', 'udp');
    const dora = await rich(port, 'Dora');
    const count = 300;
    await speak((line) => ana.client.say(line), count);
    await speak((line) => bob.client.say(line), count);
    const mine = (who: string, by: string): string[] =>
      who === by ? [] : Array.from({ length: count }, (_, i) => `line ${i + 1}`);
    // Over TCP: whole, in order, from both.
    await dora.until(() => dora.texts().length === 2 * count);
    for (const by of ['Ana', 'Bob']) {
      const texts = dora
        .of('message')
        .filter(({ name }) => name === by)
        .map(({ text }) => text);
      expect(texts).toEqual(mine('Dora', by));
    }
    // Over UDP: what was not dropped came, and what was dropped was announced.
    const dropped = (member: number, sender: number): number =>
      [...fates].filter(([key, copies]) => key.startsWith(`${member} ${sender} `) && copies === 0).length;
    const announced = (member: typeof bob, by: string): number =>
      member.of('lost').reduce((all, one) => all + (one.name === by ? one.count : 0), 0);
    for (const [member, id, sender, by] of [
      [bob, 2, 1, 'Ana'],
      [carl, 3, 1, 'Ana'],
      [carl, 3, 2, 'Bob'],
    ] as const) {
      const truly = dropped(id, sender);
      expect(truly).toBeGreaterThan(30);
      await member.until(() => announced(member, by) === truly);
      const arrived = member.of('message').filter(({ name, over }) => name === by && over === 'udp').length;
      expect(arrived).toBe(count - truly);
    }
    // The same seed drops other lines for each member: their fates are their own.
    expect(bob.texts()).not.toEqual(carl.texts());
  });

  it('a lost last message shows too', async () => {
    const { port } = await hosted({ limits, impairment: lossy({ drop: [3] }, 1) });
    const ana = await rich(port, 'Ana');
    const bob = await rich(port, 'Bob', 'udp');
    await speak((line) => ana.client.say(line), 3);
    await bob.until(() => bob.of('lost').length === 1);
    expect(bob.of('lost')).toMatchObject([{ name: 'Ana', count: 1 }]);
    expect(bob.texts()).toEqual(['line 1', 'line 2']);
  });

  it('copies come twice and out of order, and are shown as they came', async () => {
    const impairment = lossy({ duplicate: 0.3, delay: 5e6, jitter: 4e6, reorder: 0.2 }, 3);
    const { port } = await hosted({ limits, impairment });
    const ana = await rich(port, 'Ana');
    const bob = await rich(port, 'Bob', 'udp');
    await speak((line) => ana.client.say(line), 200);
    await bob.until(() => new Set(bob.texts()).size === 200);
    const fates = new Set(bob.of('message').map(({ fate }) => fate));
    await bob.until(() => bob.texts().length > 230);
    expect([...fates].sort()).toEqual(['duplicate', 'in-order', 'out-of-order']);
    expect(bob.of('lost')).toEqual([]);
  });

  it('a contrast shows the same holes that the host made', async () => {
    const fates: number[] = [];
    const weathered = (_member: number, _sender: number, number: number, copies: number): void => {
      fates[number - 1] = copies;
    };
    const { port } = await hosted({ limits, impairment: lossy({ loss: 0.3 }, 11), weathered });
    const ana = await rich(port, 'Ana');
    ana.client.say('/contrast 40');
    await ana.until(() => ana.of('contrast').some(({ view }) => view.over));
    const view = ana.of('contrast').at(-1)!.view;
    expect(view.tcp).toBe('.'.repeat(40));
    expect(view.udp).toBe(fates.map((copies) => (copies === 0 ? 'x' : '.')).join(''));
    expect(view.udp).toContain('x');
  });
});

describe('membership over UDP', () => {
  /** A member over TCP whose datagrams are made by hand. */
  async function byHand(port: number) {
    const tcp = await plain(port);
    tcp.say(helloLine({ version: 1, transport: 'udp', name: 'Hand' }));
    await tcp.until(/"event":"welcome"/);
    const welcome = parseEvent(tcp.lines()[0]!);
    if (welcome?.event !== 'welcome') throw new Error('no welcome');
    return { tcp, token: tokenFromHex(welcome.token) };
  }

  async function socketOn(address: string) {
    const socket = createSocket('udp4');
    const got: Buffer[] = [];
    socket.on('message', (bytes) => got.push(bytes));
    socket.bind(0, address);
    await once(socket, 'listening');
    return { socket, got, end: () => socket.close() };
  }

  it('without a token, with a wrong one, or from another address nothing is answered and nothing said', async () => {
    const { port } = await hosted();
    const ana = await plain(port, 'Ana');
    const { tcp, token } = await byHand(port);
    const stranger = await socketOn('127.0.0.2');
    const own = await socketOn('127.0.0.1');
    const wrong = { high: (token.high ^ 1) >>> 0, low: token.low };
    for (const one of [
      encodeDatagram(datagram('join', token)),
      encodeDatagram(datagram('message', token, { number: 1, text: 'forged' })),
      Buffer.from('hello'),
      Buffer.alloc(0),
    ])
      stranger.socket.send(one, port, '127.0.0.1');
    own.socket.send(encodeDatagram(datagram('join', wrong)), port, '127.0.0.1');
    // A message before its address was proved.
    own.socket.send(
      encodeDatagram(datagram('message', token, { number: 1, text: 'too early' })),
      port,
      '127.0.0.1',
    );
    own.socket.send(encodeDatagram(datagram('join', token)), port, '127.0.0.1');
    await until(
      () => own.got.length === 1,
      () => `${own.got.length} answers`,
    );
    own.socket.send(
      encodeDatagram(datagram('message', token, { number: 1, text: 'real' })),
      port,
      '127.0.0.1',
    );
    await ana.until(/^<Hand> real$/m);
    expect(ana.lines().filter((line) => line.startsWith('<'))).toEqual(['<Hand> real']);
    expect(stranger.got).toEqual([]);
    expect(own.got).toHaveLength(1);
    await tcp.until(/"event":"datagrams"/);
    stranger.end();
    own.end();
  });

  it('whoever leaves hears no more', async () => {
    const { port } = await hosted();
    const ana = await plain(port, 'Ana');
    const { tcp, token } = await byHand(port);
    const own = await socketOn('127.0.0.1');
    own.socket.send(encodeDatagram(datagram('join', token)), port, '127.0.0.1');
    await until(
      () => own.got.length === 1,
      () => 'joined',
    );
    ana.say('one');
    await until(
      () => own.got.length === 2,
      () => 'heard',
    );
    tcp.socket.destroy();
    await ana.until(/^\* Hand has /m);
    ana.say('two');
    ana.say('/who');
    await ana.until(/^\* Here: Ana$/m);
    own.socket.send(encodeDatagram(datagram('join', token)), port, '127.0.0.1');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(own.got).toHaveLength(2);
    own.end();
  });
});
