/** The outer half of a relay between real guests and a real server; the link and the inner half are played. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ServerEvent } from '../../../../src/result/events/server-events.ts';
import type { LabClient } from '../../../../src/run/lab/link/client.ts';
import {
  DatagramReader,
  DatagramWriter,
  KIND_DATAGRAMS,
  LOST,
} from '../../../../src/run/lab/relay/frames.ts';
import { Relay } from '../../../../src/run/lab/relay/relay.ts';
import { listen } from '../../../../src/run/listening/bind.ts';
import { DEFAULT_LIMITS, type ServerLimits } from '../../../../src/run/server/admission/limits.ts';
import { bench } from '../../server/bench.ts';
import {
  Control,
  frameOf,
  HELLO,
  message,
  POISON,
  Stream,
  TYPE_OPEN,
  TYPE_PROBE,
  tokenFromHex,
} from '../../server/client.ts';

const { serve } = bench();
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** The inner half: what crosses the link, in both kinds. */
class Inner {
  readonly datagrams: { guest: number; payload: Buffer }[] = [];
  readonly streams: Socket[] = [];
  writer: DatagramWriter | undefined;
  #told: () => void = () => {};

  take(outer: Socket): void {
    outer.on('error', () => {});
    outer.once('data', (chunk: Buffer) => {
      if (chunk[0] !== KIND_DATAGRAMS) {
        this.streams.push(outer);
        return this.#told();
      }
      const writer = new DatagramWriter(outer);
      this.writer = writer;
      const reader = new DatagramReader();
      const read = (bytes: Buffer) =>
        reader.push(bytes, (guest, payload) => {
          if (guest === LOST) writer.write(LOST, Buffer.alloc(4));
          // An empty one only says that a guest is gone.
          else if (payload.length > 0) this.datagrams.push({ guest, payload: Buffer.from(payload) });
          this.#told();
        });
      read(chunk.subarray(1));
      outer.on('data', read);
    });
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition())
      await new Promise<void>((resolve) => {
        this.#told = resolve;
      });
  }
}

async function relayed(limits: Partial<ServerLimits> = {}, echo = false) {
  const folder = mkdtempSync(join(tmpdir(), 'sockbench-relay-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  const control = join(folder, 'control.sock');
  await serve({ controlPath: control });
  const inner = new Inner();
  const innerServer = createServer({ allowHalfOpen: true }, (outer) => inner.take(outer));
  innerServer.listen(join(folder, 'relay.sock'));
  await once(innerServer, 'listening');
  ends.push(() => innerServer.close());
  const events: ServerEvent[] = [];
  const listeners = await listen(['127.0.0.1'], 0);
  const link = {
    reportSession: () => Promise.reject(new Error('no link here')),
    close: () => {},
  } as unknown as LabClient;
  const relay = await Relay.start({
    listeners,
    control,
    inner: join(folder, 'relay.sock'),
    link,
    limits: { ...DEFAULT_LIMITS, ...limits },
    echo,
    emit: (event) => events.push(event),
  });
  ends.push(() => relay.close());
  return { port: listeners.port, inner, events };
}

async function guest(port: number, changes: Partial<typeof HELLO> = {}) {
  const session = await Control.open(port);
  ends.push(() => session.socket.destroy());
  return { session, token: tokenFromHex((await session.grant(changes)).token) };
}

/** A socket that sends datagrams to the relay and keeps what comes back. */
async function sender(port: number) {
  const socket = createSocket('udp4');
  ends.push(() => socket.close());
  const got: Buffer[] = [];
  socket.on('message', (bytes) => got.push(bytes));
  await new Promise<void>((resolve) => socket.connect(port, '127.0.0.1', resolve));
  return { got, send: (bytes: Buffer) => socket.send(bytes) };
}

describe('a relay', () => {
  it('carries a flow whose token was granted, and its answers back', async () => {
    const { port, inner } = await relayed();
    const { token } = await guest(port);
    const flow = await sender(port);
    const open = message(TYPE_OPEN, token, 0, 0);
    flow.send(open);
    flow.send(message(TYPE_PROBE, token, 0, 0));
    await inner.until(() => inner.datagrams.length === 2);
    expect(inner.datagrams[0]!.payload).toEqual(open);
    inner.writer!.write(inner.datagrams[0]!.guest, Buffer.from('answer'));
    await expect.poll(() => flow.got.map(String)).toEqual(['answer']);
  });

  it.each(POISON)('survives a control frame that holds %s', async (_, text) => {
    const { port, inner, events } = await relayed();
    const attacker = await Control.open(port);
    attacker.socket.write(frameOf(text));
    expect(await attacker.wait('error')).toMatchObject({ type: 'error' });
    await attacker.closed;
    expect(events).toContainEqual(expect.objectContaining({ event: 'refused' }));
    const { token } = await guest(port);
    const flow = await sender(port);
    flow.send(message(TYPE_OPEN, token, 0, 0));
    await inner.until(() => inner.datagrams.length === 1);
  });

  it('says which version it speaks to a guest of another', async () => {
    const { port } = await relayed();
    const attacker = await Control.open(port);
    attacker.send({ ...HELLO, version: 9 });
    expect((await attacker.wait('error')).code).toBe('version');
  });

  it('keeps nothing for datagrams without a token that was granted to their address', async () => {
    const { port, inner } = await relayed();
    const { token } = await guest(port);
    const other = { high: token.high, low: (token.low + 1) >>> 0 };
    for (let i = 0; i < 50; i++) {
      const stranger = await sender(port);
      stranger.send(message(TYPE_OPEN, other, 0, 0));
      stranger.send(message(TYPE_PROBE, token, 0, 0));
      // Beyond what was granted; longer than an open; no open at all.
      stranger.send(message(TYPE_OPEN, token, 1, 0));
      stranger.send(message(TYPE_OPEN, token, 0, 0, 100));
      stranger.send(Buffer.alloc(64, 'S'));
    }
    const flow = await sender(port);
    flow.send(message(TYPE_OPEN, token, 0, 0));
    await inner.until(() => inner.datagrams.length > 0);
    expect(inner.datagrams).toHaveLength(1);
    // The flow is taken: nobody gets a second place for it.
    const again = await sender(port);
    again.send(message(TYPE_OPEN, token, 0, 0));
    flow.send(message(TYPE_PROBE, token, 0, 0));
    await inner.until(() => inner.datagrams.length === 2);
    expect(new Set(inner.datagrams.map(({ guest }) => guest)).size).toBe(1);
  });

  it('carries nothing more when the session is over', async () => {
    const { port, inner } = await relayed();
    const first = await guest(port);
    const flow = await sender(port);
    flow.send(message(TYPE_OPEN, first.token, 0, 0));
    await inner.until(() => inner.datagrams.length === 1);
    first.session.socket.destroy();
    const second = await guest(port);
    await new Promise((resolve) => setTimeout(resolve, 50));
    flow.send(message(TYPE_PROBE, first.token, 0, 0));
    flow.send(message(TYPE_OPEN, second.token, 0, 0));
    await inner.until(() => inner.datagrams.length === 2);
    expect(inner.datagrams[1]!.payload).toEqual(message(TYPE_OPEN, second.token, 0, 0));
  });

  it('carries connections of a TCP session alone, as many as were granted', async () => {
    const { port, inner } = await relayed();
    const { token } = await guest(port, { transport: 'tcp', clients: 2 });
    const open = async (flow: number, of = token) => {
      const stream = await Stream.open(port);
      ends.push(() => stream.socket.destroy());
      stream.socket.write(message(TYPE_OPEN, of, flow, 0));
      return stream;
    };
    const strangers = [await open(0, { high: 1, low: 2 }), await open(2)];
    for (const stranger of strangers) {
      await stranger.closed;
      expect(stranger.got.toString()).toBe('This sockbench server knows no such session.\n');
    }
    await open(0);
    await open(1);
    await inner.until(() => inner.streams.length === 2);
    await (await open(1)).closed;
    expect(inner.streams).toHaveLength(2);
  });

  it('gives one address no more sessions than the server would', async () => {
    const { port } = await relayed({ sessionsPerAddress: 2 });
    await guest(port);
    await guest(port);
    const third = await Control.open(port);
    third.send(HELLO);
    expect(await third.wait('error')).toMatchObject({
      code: 'busy',
      message: 'your address has 2 sessions already (the limit is 2).',
    });
  });

  it('is not shut by connections that say nothing, or only that they would', async () => {
    const { port } = await relayed({ pendingPerAddress: 20 });
    const silent = await Promise.all(Array.from({ length: 60 }, () => Stream.open(port)));
    for (const stream of silent.slice(30)) stream.socket.write('SC');
    await guest(port);
    await Promise.all(silent.slice(0, 30).map((stream) => stream.closed));
    for (const stream of silent) stream.socket.destroy();
  });

  it('echoes for a few strangers at a time', async () => {
    const { port, inner } = await relayed({}, true);
    for (let i = 0; i < 100; i++) (await sender(port)).send(Buffer.from(`hello ${i}`));
    await inner.until(() => inner.datagrams.length === 100);
    const { token } = await guest(port);
    const flow = await sender(port);
    flow.send(message(TYPE_OPEN, token, 0, 0));
    await inner.until(() => inner.datagrams.length === 101);
    inner.writer!.write(inner.datagrams[100]!.guest, Buffer.from('mine'));
    await expect.poll(() => flow.got.map(String)).toEqual(['mine']);
  });
});
