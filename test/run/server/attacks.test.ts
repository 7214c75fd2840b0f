/** Plain sockets against a server: none gets more than a sentence, and an honest session loses nothing meanwhile. */
import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { LoopGuard } from '../../../src/run/server/loop-guard.ts';
import type { Server } from '../../../src/run/server/server.ts';
import type { Hello } from '../../../src/wire/control.ts';
import { Mac } from '../../../src/wire/mac.ts';
import { freshNonce, proofHolds, proofOf, sessionKeyOf } from '../../../src/wire/proof.ts';
import { bench } from './bench.ts';
import {
  type Control,
  DatagramFlow,
  HELLO,
  message,
  numberOf,
  Stream,
  TYPE_OPEN,
  TYPE_OPENED,
  TYPE_PROBE,
  tokenFromHex,
  typeOf,
} from './client.ts';

const { serve, serveBuilt, control, events } = bench();

/** Sends datagrams to the server's port; @returns how many came back until an honest exchange has passed. */
async function answersTo(server: Server, datagrams: readonly Buffer[], exchange = true): Promise<number> {
  const socket = createSocket('udp4');
  let answers = 0;
  socket.on('message', () => answers++);
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  for (const datagram of datagrams) socket.send(datagram, server.port, '127.0.0.1');
  if (exchange) await honest(server);
  // A server with a key admits no plain exchange: time enough for any answer over loopback.
  else await new Promise((resolve) => setTimeout(resolve, 150));
  socket.close();
  return answers;
}

/** A session that must lose nothing. `during` runs between its first and its last probe. */
async function honest(server: Server, during: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  const session = await control(server);
  const { token } = await session.grant();
  const flow = await DatagramFlow.open(server.port, token, 0);
  session.send({ type: 'start' });
  let number = 0;
  let attacking = true;
  const attack = during().finally(() => {
    attacking = false;
  });
  while (attacking || number < 50) {
    flow.send(number++);
    await flow.until(() => flow.got.length === number);
  }
  await attack;
  expect(flow.got.map(numberOf)).toEqual([...Array(number).keys()]);
  expect(await session.ledger()).toMatchObject({
    received: [number],
    sent: [number],
    duplicates: 0,
    foreign: 0,
  });
  session.send({ type: 'bye' });
  await session.closed;
  flow.socket.close();
}

describe('strangers over UDP', () => {
  it('get no answer, whatever they send', async () => {
    const server = await serve();
    const session = await control(server);
    const { token } = await session.grant();
    const right = tokenFromHex(token);
    const wrong = { high: right.high ^ 1, low: right.low };
    const junk = [0, 1, 2, 63, 64, 65, 1400].map((size) => Buffer.alloc(size, 'S'));
    const forged = [
      message(TYPE_OPEN, wrong, 0, 0),
      message(TYPE_PROBE, wrong, 0, 0),
      message(TYPE_PROBE, right, 0, 0),
      message(TYPE_OPENED, right, 0, 0),
      // Beyond what was granted, and longer than an open is.
      message(TYPE_OPEN, right, 1, 0),
      message(TYPE_OPEN, right, 0xffff_ffff, 0),
      message(TYPE_OPEN, right, 0, 0, 65),
    ];
    expect(await answersTo(server, [...junk, ...forged])).toBe(0);
  });

  it('get no answer from another address than the session came from', async () => {
    const server = await serve({ addresses: ['127.0.0.1', '127.0.0.2'] });
    const session = await control(server);
    const { token } = await session.grant();
    const socket = createSocket('udp4');
    let answers = 0;
    socket.on('message', () => answers++);
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.3', resolve));
    socket.send(message(TYPE_OPEN, tokenFromHex(token), 0, 0), server.port, '127.0.0.1');
    await honest(server);
    expect(answers).toBe(0);
    socket.close();
  });

  it('cannot take over a flow that is open', async () => {
    const server = await serve();
    const session = await control(server);
    const { token } = await session.grant();
    const flow = await DatagramFlow.open(server.port, token, 0);
    const again = message(TYPE_OPEN, flow.token, 0, 0);
    expect(await answersTo(server, [again, again])).toBe(0);
    flow.send(0);
    await flow.until(() => flow.got.length === 1);
    flow.socket.close();
  });

  it('get a plain echo only where it was asked for, on loopback, from a port that is nobody’s service', async () => {
    const server = await serve({ echo: true });
    expect(await answersTo(server, [Buffer.from('hello'), Buffer.alloc(64, 'S')])).toBe(2);
    // Ours are never echoed: neither a probe without a session, nor another server's answer.
    expect(await answersTo(server, [message(TYPE_PROBE, { high: 1, low: 2 }, 0, 0)])).toBe(0);
    const mdns = createSocket('udp4');
    let answers = 0;
    mdns.on('message', () => answers++);
    await new Promise<void>((resolve) => mdns.bind(11_211, '127.0.0.1', resolve));
    mdns.send(Buffer.from('hello'), server.port, '127.0.0.1');
    await honest(server);
    expect(answers).toBe(0);
    mdns.close();
  });
});

describe('echo loops', () => {
  /** A service that answers everything, as another echo server does. */
  async function echoPeer(): Promise<{ socket: DatagramSocket; got: () => number }> {
    const socket = createSocket('udp4');
    let got = 0;
    socket.on('message', (bytes, { port, address }) => {
      got++;
      socket.send(bytes, port, address);
    });
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return { socket, got: () => got };
  }

  it('between a server and another service that answers everything end by themselves', async () => {
    const server = await serve({ echo: true });
    const peer = await echoPeer();
    for (const word of ['round and round', 'and another']) peer.socket.send(word, server.port, '127.0.0.1');
    let before = -1;
    while (peer.got() !== before) {
      before = peer.got();
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(peer.got()).toBe(400);
    // Others are still answered.
    expect(await answersTo(server, [Buffer.from('round and round')])).toBe(1);
    peer.socket.close();
  });

  it('between two servers end by themselves', async () => {
    const one = await serve({ echo: true });
    const other = await serve({ echo: true });
    const forged = createSocket({ type: 'udp4', reuseAddr: true });
    await new Promise<void>((resolve) => forged.bind(other.port, '127.0.0.1', resolve));
    const seen = vi.spyOn(LoopGuard.prototype, 'admits');
    await new Promise<void>((resolve) => forged.send('round', one.port, '127.0.0.1', () => resolve()));
    // What answers the forged datagram now finds the other server.
    forged.close();
    let before = -1;
    while (seen.mock.calls.length !== before) {
      before = seen.mock.calls.length;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    // It did go round, and it stopped.
    expect(before).toBeGreaterThan(100);
    expect(before).toBeLessThanOrEqual(402);
    seen.mockRestore();
  });

  it('are never begun towards a port of a well-known service, even with a token', async () => {
    const server = await serve();
    const session = await control(server);
    const { token } = await session.grant();
    const dns = createSocket('udp4');
    let answers = 0;
    dns.on('message', () => answers++);
    const bound = await new Promise<boolean>((resolve) => {
      dns.once('error', () => resolve(false));
      dns.bind(953, '127.0.0.1', () => resolve(true));
    });
    if (!bound) {
      console.log('skipped: low ports may be used by root alone');
      return;
    }
    dns.send(message(TYPE_OPEN, tokenFromHex(token), 0, 0), server.port, '127.0.0.1');
    await honest(server);
    expect(answers).toBe(0);
    dns.close();
  });
});

describe('strangers over TCP', () => {
  it('get one sentence and are hung up on', async () => {
    const server = await serve();
    for (const said of ['GET / HTTP/1.1\r\n\r\n', '\0\0\0\0', 'hello', 'SX']) {
      const stream = await Stream.open(server.port);
      stream.socket.write(said);
      await stream.closed;
      expect(stream.got.toString()).toMatch(/^This is a sockbench server\.[^\n]*\n$/);
    }
    const forged = await Stream.open(server.port);
    forged.socket.write(message(TYPE_OPEN, { high: 1, low: 2 }, 0, 0));
    await forged.closed;
    expect(forged.got.toString()).toMatch(/no such session/);
  });

  it('are hung up on when they say nothing, or not enough, in time', async () => {
    const server = await serve({}, { handshake: 200e6 });
    const streams = await Promise.all(
      ['', 'S', 'SC', 'SB123'].map(async (said) => {
        const stream = await Stream.open(server.port);
        stream.socket.write(said);
        return stream;
      }),
    );
    await Promise.all(streams.map((stream) => stream.closed));
  });

  it('get their echo where it was asked for', async () => {
    const server = await serve({ echo: true });
    const stream = await Stream.open(server.port);
    stream.socket.write('hello');
    expect((await stream.bytes(5)).toString()).toBe('hello');
    stream.socket.end();
    await stream.closed;
  });

  it.each([
    ['junk', Buffer.from('SC\x01\0\0\0\0\x04junk')],
    ['a frame of 4 GiB', Buffer.from('SC\x01\0\xff\xff\xff\xff', 'latin1')],
    ['another message', Buffer.from('SC\x01\0\0\0\0\x10{"type":"start"}')],
  ])('are refused in one sentence when their control frames are %s', async (_name, bytes) => {
    const server = await serve();
    const session = await control(server);
    session.socket.write(bytes);
    expect((await session.wait('error')).message).toMatch(/^[a-z].*\.$/);
    await session.closed;
  });

  it('of another version are told ours', async () => {
    const session = await control(await serve());
    session.send({ ...HELLO, version: 99 });
    expect(await session.wait('error')).toMatchObject({ code: 'version', version: 1 });
  });
});

describe('limits', () => {
  const refusedWith = async (session: Control, hello: object) => {
    session.send({ ...HELLO, ...hello });
    return (await session.wait('error')).message;
  };

  it('refuse with a sentence what is too much', async () => {
    const server = await serve({}, { flows: 10, size: 1000, sessionsPerAddress: 1 });
    expect(await refusedWith(await control(server), { clients: 11 })).toContain('the limit is 10');
    expect(await refusedWith(await control(server), { size: 1001 })).toContain('the limit is 1000');
    expect(await refusedWith(await control(server), { mode: 'connect' })).toContain('UDP has no connections');
    await (await control(server)).grant();
    expect(await refusedWith(await control(server), {})).toContain('your address has 1 sessions');
    expect(events().filter((event) => event.event === 'refused').length).toBeGreaterThan(0);
  });

  it('grant less than was asked for, and say so', async () => {
    const server = await serve({}, { rate: 100, duration: 1e9 });
    const grant = await (await control(server)).grant({ mode: 'down', rate: 1000, duration: 10e9 });
    expect(grant.granted).toMatchObject({ rate: 100, duration: 1e9 });
    expect(grant.limited).toHaveLength(2);
  });

  it('of socket buffers and busy polling are told too', async () => {
    const server = await serve({}, { buffer: 1e6 });
    const { limited } = await (await control(server)).grant({ receiveBuffer: 2 ** 31, busyPoll: true });
    expect(limited).toEqual([
      'socket buffers are limited to 1000000 bytes.',
      'busy polling is not allowed on this server.',
    ]);
  });

  it.each(['portable', 'linux'] as const)(
    'hold for a client that does not care, and harm no other: %s',
    async (engine) => {
      const server = await serveBuilt({ engine }, { rate: 50, pacesFloods: true });
      const session = await control(server);
      const { token } = await session.grant();
      const flow = await DatagramFlow.open(server.port, token, 0);
      session.send({ type: 'start' });
      const begun = performance.now();
      for (let number = 0; number < 2000; number++) flow.send(number);
      const down = await control(server);
      const grant = await down.grant({ mode: 'down', rate: null, duration: 60e9 });
      expect(grant.granted.rate).toBe(50);
      const stream = await DatagramFlow.open(server.port, grant.token, 0);
      down.send({ type: 'start' });
      await honest(server);
      await new Promise((resolve) => setTimeout(resolve, 500));
      const ledger = await session.ledger();
      const streamed = await down.ledger();
      const most = 50 + 50 * ((performance.now() - begun) / 1000);
      expect(ledger.sent[0]).toBeGreaterThanOrEqual(50);
      expect(ledger.sent[0]).toBeLessThanOrEqual(most);
      // An `open` that was said twice is answered twice.
      const probes = ({ got }: DatagramFlow) => got.filter((bytes) => typeOf(bytes) === TYPE_PROBE).length;
      expect(probes(flow)).toBeLessThanOrEqual(ledger.sent[0]!);
      // Everything that the socket took has an owner.
      expect(ledger.received[0]! - ledger.sent[0]!).toBe(ledger.notAnswered[0]);
      expect(streamed.sent[0]).toBeLessThanOrEqual(most);
      expect(probes(stream)).toBeLessThanOrEqual(streamed.sent[0]!);
      flow.socket.close();
      stream.socket.close();
    },
  );

  it('keep a session from remembering more probes than it was granted memory for', async () => {
    const server = await serve({}, { sessionMemory: 1000 });
    const session = await control(server);
    const { token } = await session.grant();
    const flow = await DatagramFlow.open(server.port, token, 0);
    session.send({ type: 'start' });
    // Far apart, as only a forged number is.
    flow.send(2 ** 23 + 30_000);
    expect((await session.wait('error')).message).toContain('memory to keep apart');
    flow.socket.close();
  });

  it('end the newest session where all of them need too much memory', async () => {
    const server = await serve({}, { memory: process.memoryUsage.rss() + 50e6 });
    const session = await control(server);
    await session.grant();
    const held = Buffer.alloc(process.memoryUsage.rss() + 100e6, 1);
    expect((await session.wait('error')).message).toContain('no memory left');
    expect(held.length).toBeGreaterThan(0);
  });

  it('end a session that moves too much, and tell its client', async () => {
    const server = await serve({}, { bytes: 10_000 });
    const session = await control(server);
    const { token } = await session.grant({ mode: 'down', size: 1000 });
    const flow = await DatagramFlow.open(server.port, token, 0);
    session.send({ type: 'start' });
    expect((await session.wait('error')).message).toContain('10000 bytes');
    expect(events().at(-1)).toMatchObject({ event: 'session-ended', reason: 'limit' });
    flow.socket.close();
  });

  it('end a session that is never started', async () => {
    const server = await serve({}, { handshake: 100e6 });
    const session = await control(server);
    await session.grant();
    expect((await session.wait('error')).message).toBe('the run was not started in time.');
  });

  it('end an idle session, and one whose client fell silent or is gone', async () => {
    const server = await serve({}, { idle: 100e6, silence: 2500e6 });
    const idle = await control(server);
    await idle.grant();
    idle.send({ type: 'start' });
    expect((await idle.wait('error')).message).toContain('nothing was sent');
    const gone = await control(server);
    await gone.grant();
    gone.socket.destroy();
    const silent = await control(server);
    await silent.grant({ mode: 'connect', transport: 'tcp' });
    await silent.closed;
    const reasons = events().flatMap((event) => (event.event === 'session-ended' ? [event.reason] : []));
    expect(reasons).toContain('gone');
    expect(reasons.every((reason) => ['limit', 'gone', 'silent'].includes(reason))).toBe(true);
  });
});

const key = Buffer.from('a key of more than sixteen bytes');

/** A session that was granted by the key. */
async function keyed(server: Server, changes: Partial<Hello>) {
  const session = await control(server);
  const nonce = freshNonce();
  session.send({ ...HELLO, ...changes, nonce });
  const nonces = { client: nonce, server: (await session.wait('challenge')).nonce };
  session.send({ type: 'proof', proof: proofOf(key, 'client', nonces) });
  const token = tokenFromHex((await session.wait('grant')).token);
  return { session, token, mac: new Mac(sessionKeyOf(key, nonces, token)) };
}

describe('a key', () => {
  it('is proved by both sides, and every datagram carries its MAC', async () => {
    const server = await serve({ key });
    const session = await control(server);
    const nonce = freshNonce();
    session.send({ ...HELLO, nonce });
    const challenge = await session.wait('challenge');
    const nonces = { client: nonce, server: challenge.nonce };
    expect(proofHolds(key, 'server', nonces, challenge.proof)).toBe(true);
    session.send({ type: 'proof', proof: proofOf(key, 'client', nonces) });
    const { token, keyed } = await session.wait('grant');
    expect(keyed).toBe(true);
    const mac = new Mac(sessionKeyOf(key, nonces, tokenFromHex(token)));
    const signed = (bytes: Buffer) => {
      mac.sign(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0);
      return bytes;
    };
    const socket = createSocket('udp4');
    const got: Buffer[] = [];
    await new Promise<void>((resolve) => socket.connect(server.port, '127.0.0.1', resolve));
    // An open without the MAC opens nothing.
    const unsigned = message(TYPE_OPEN, tokenFromHex(token), 0, 0);
    expect(await answersTo(server, [unsigned], false)).toBe(0);
    socket.send(signed(message(TYPE_OPEN, tokenFromHex(token), 0, 0)));
    const [opened] = (await once(socket, 'message')) as [Buffer];
    expect(typeOf(opened)).toBe(TYPE_OPENED);
    socket.on('message', (bytes: Buffer) => got.push(bytes));
    const probe = signed(message(TYPE_PROBE, tokenFromHex(token), 0, 0));
    socket.send(probe);
    // A replay, a forged MAC, and a MAC moved to another number.
    socket.send(probe);
    socket.send(message(TYPE_PROBE, tokenFromHex(token), 0, 1));
    const moved = Buffer.from(probe);
    moved[23] = 2;
    socket.send(moved);
    await once(socket, 'message');
    expect(await session.ledger()).toMatchObject({ received: [1], sent: [1], duplicates: 1, foreign: 2 });
    expect(mac.holds(new DataView(got[0]!.buffer, got[0]!.byteOffset, 64), 0)).toBe(true);
    expect(got).toHaveLength(1);
    socket.close();
  });

  it('that is wrong, guessed twice, or replayed, opens nothing', async () => {
    const server = await serve({ key });
    const session = await control(server);
    const nonce = freshNonce();
    session.send({ ...HELLO, nonce });
    const challenge = await session.wait('challenge');
    const nonces = { client: nonce, server: challenge.nonce };
    const wrong = proofOf(Buffer.from('another key of sixteen bytes'), 'client', nonces);
    session.send({ type: 'proof', proof: wrong });
    session.send({ type: 'proof', proof: proofOf(key, 'client', nonces) });
    expect(await session.wait('error')).toMatchObject({ code: 'key' });
    await session.closed;
    // The right proof of another connection, and the server's own proof turned back at it.
    for (const proof of [proofOf(key, 'client', nonces), challenge.proof]) {
      const again = await control(server);
      again.send({ ...HELLO, nonce });
      await again.wait('challenge');
      again.send({ type: 'proof', proof });
      expect(await again.wait('error')).toMatchObject({ code: 'key' });
    }
    expect(events().some((event) => event.event === 'session-started')).toBe(false);
  });
});

describe('mode connect', () => {
  /** Says `open` on a connection of its own; @returns what came back. */
  async function open(server: Server, bytes: Buffer): Promise<Buffer> {
    const stream = await Stream.open(server.port);
    stream.socket.write(bytes);
    const got = await Promise.race([stream.bytes(64), stream.closed]);
    stream.socket.destroy();
    return got ?? stream.got;
  }

  it('answers each number once: a replay gets a sentence', async () => {
    const server = await serve();
    const session = await control(server);
    const { token } = await session.grant({ transport: 'tcp', mode: 'connect' });
    session.send({ type: 'start' });
    const first = message(TYPE_OPEN, tokenFromHex(token), 0, 0);
    expect(typeOf(await open(server, first))).toBe(TYPE_OPENED);
    expect((await open(server, first)).toString()).toContain('no such session');
    expect(typeOf(await open(server, message(TYPE_OPEN, tokenFromHex(token), 0, 1)))).toBe(TYPE_OPENED);
    expect(await session.ledger()).toMatchObject({ received: [2], sent: [2], notAnswered: [0] });
  });

  it('takes with a key no `open` whose MAC does not hold', async () => {
    const server = await serve({ key });
    const { session, mac, token } = await keyed(server, { transport: 'tcp', mode: 'connect' });
    session.send({ type: 'start' });
    const signed = message(TYPE_OPEN, token, 0, 0);
    mac.sign(new DataView(signed.buffer, signed.byteOffset, 64), 0);
    const moved = Buffer.from(signed);
    moved[23] = 1;
    for (const bytes of [message(TYPE_OPEN, token, 0, 0), moved])
      expect((await open(server, bytes)).toString()).toContain('no such session');
    const opened = await open(server, signed);
    expect(typeOf(opened)).toBe(TYPE_OPENED);
    expect(mac.holds(new DataView(opened.buffer, opened.byteOffset, 64), 0)).toBe(true);
    expect((await open(server, signed)).toString()).toContain('no such session');
    expect(await session.ledger()).toMatchObject({ received: [1], sent: [1], foreign: 2 });
  });

  it('answers no faster than the limit, and everyone in the end', async () => {
    const server = await serve({}, { rate: 20 });
    const session = await control(server);
    const { token } = await session.grant({ transport: 'tcp', mode: 'connect' });
    session.send({ type: 'start' });
    const begun = performance.now();
    const numbers = [...Array(30).keys()];
    await Promise.all(
      numbers.map((number) => open(server, message(TYPE_OPEN, tokenFromHex(token), 0, number))),
    );
    expect(performance.now() - begun).toBeGreaterThan(490);
    expect(await session.ledger()).toMatchObject({ received: [30], sent: [30] });
  });
});

describe('an honest session loses nothing', () => {
  it('while a thousand sessions are opened and never started', async () => {
    const limits = { sessions: 2000, sessionsPerAddress: 2000, handshake: 60e9, memory: 2 ** 33 };
    const server = await serve({}, limits);
    await honest(server, async () => {
      for (let count = 0; count < 1000; count++) await (await control(server)).grant();
    });
  });

  it('while a thousand connections stay half open and others send junk', async () => {
    const server = await serve();
    const half = Array.from({ length: 1000 }, () => connect({ port: server.port, host: '127.0.0.1' }));
    const noise = createSocket('udp4');
    for (const socket of half) socket.on('error', () => {});
    await honest(server, async () => {
      for (const [i, socket] of half.entries()) {
        socket.write(i % 2 === 0 ? 'S' : 'SC\x01\0\0\0');
        noise.send(Buffer.alloc(i % 100, i), server.port, '127.0.0.1');
        if (i % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      }
    });
    for (const socket of half) socket.destroy();
    noise.close();
  });

  it('though it comes after more silent connections than its address may have', async () => {
    const server = await serve({}, { pendingPerAddress: 20 });
    const silent = await Promise.all(Array.from({ length: 60 }, () => Stream.open(server.port)));
    await honest(server);
    // The oldest were given up for the others.
    await Promise.all(silent.slice(0, 30).map((stream) => stream.closed));
    for (const stream of silent) stream.socket.destroy();
  });

  it('while another client never reads its answers, for whom no memory grows', async () => {
    const server = await serve();
    const session = await control(server);
    const { token } = await session.grant({ transport: 'tcp', size: 16_384 });
    const deaf = connect({ port: server.port, host: '127.0.0.1' });
    deaf.on('error', () => {}).setMaxListeners(0);
    deaf.write(message(TYPE_OPEN, tokenFromHex(token), 0, 0));
    deaf.pause();
    session.send({ type: 'start' });
    const before = process.memoryUsage().arrayBuffers;
    let sent = 0;
    await honest(server, async () => {
      // Until nothing more is taken: the server stops to read whom it cannot answer.
      for (let stuck = 0; stuck < 20; ) {
        const free = deaf.write(message(TYPE_PROBE, tokenFromHex(token), 0, sent++, 16_384));
        if (!free) await Promise.race([once(deaf, 'drain'), new Promise((r) => setTimeout(r, 20))]);
        stuck = deaf.writableLength > 1e6 ? stuck + 1 : 0;
        if (stuck > 0) await new Promise((r) => setTimeout(r, 5));
      }
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20e6);
    deaf.destroy();
  });
});
