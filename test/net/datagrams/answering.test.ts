/** The one function that answers datagrams: whatever address came with one, and whatever is said, nothing is thrown. */
import { createSocket } from 'node:dgram';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { AnsweringSocket, unanswerable } from '../../../src/net/datagrams/answering.ts';
import { ConnectedSocket } from '../../../src/net/datagrams/connected.ts';
import { hasReusePort, portSharing } from '../../../src/net/datagrams/sharing.ts';

const HERE = { address: '127.0.0.1', port: 0 };
const open: AnsweringSocket[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((socket) => socket.close()));
});

async function answering(options = {}): Promise<AnsweringSocket> {
  const socket = await AnsweringSocket.open(HERE, options);
  open.push(socket);
  return socket;
}

it.each([
  [0, 'no-port'],
  [-1, 'no-port'],
  [Number.NaN, 'no-port'],
  [7, 'service-port'],
  [53, 'service-port'],
  [1023, 'service-port'],
  [1024, undefined],
  [5000, 'own-port'],
  [65_535, undefined],
])('an answer to port %d from port 5000: %s', (port, expected) => {
  expect(unanswerable(port, 5000)).toBe(expected);
});

describe('a socket that answers', () => {
  it('answers whoever asked, and tells when it did', async () => {
    const server = await answering();
    const answered = new Promise<boolean>((told) => {
      server.onMessage((message, from) => server.answer(message, from, told));
    });
    const client = createSocket('udp4');
    const came = new Promise<string>((resolve) =>
      client.once('message', (bytes) => resolve(bytes.toString())),
    );
    client.send('hello', server.local.port, '127.0.0.1');
    expect(await came).toBe('hello');
    expect(await answered).toBe(true);
    client.close();
  });

  it('throws nothing, whatever the port, the address and the length are', async () => {
    const socket = await answering();
    const port = fc.oneof(fc.constantFrom(0, -1, 1, 1023, 65_536, Number.NaN), fc.integer({ max: 70_000 }));
    const address = fc.oneof(
      fc.constantFrom('127.0.0.1', '::1', '', '255.255.255.255', 'no address', 'fe80::1%nope'),
      fc.string(),
    );
    fc.assert(
      fc.property(port, address, fc.constantFrom(0, 1, 1000, 65_507, 65_508, 100_000), (p, a, length) => {
        // Names would be looked up.
        fc.pre(p <= 1023 || p > 65_535 || a === '127.0.0.1' || a === '' || a === '::1');
        expect([undefined, 'no-port', 'service-port', 'own-port', 'failed']).toContain(
          socket.answer(Buffer.alloc(length), { address: a, port: p }),
        );
      }),
    );
  });

  it('tells what the system did not take, and that it is closed', async () => {
    const socket = await answering();
    const told = new Promise<boolean>((resolve) => {
      socket.answer(Buffer.alloc(65_508), { address: '127.0.0.1', port: 40_000 }, resolve);
    });
    expect(await told).toBe(false);
    await socket.close();
    expect(socket.answer(Buffer.from('x'), { address: '127.0.0.1', port: 40_000 })).toBe('failed');
    await socket.close();
  });

  it('shares its port with those of the same program that it lets in, and only then', async () => {
    const alone = await answering();
    const beside = { address: '127.0.0.1', port: alone.local.port };
    await expect(AnsweringSocket.open(beside, { shared: 'next' })).rejects.toThrow();
    await expect(AnsweringSocket.open(beside, { shared: 'first' })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    const first = await answering({ shared: 'first' });
    const next = await AnsweringSocket.open(
      { address: '127.0.0.1', port: first.local.port },
      { shared: 'next' },
    );
    open.push(next);
    expect(next.local).toEqual(first.local);
    await expect(AnsweringSocket.open(first.local)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await expect(AnsweringSocket.open(first.local, { shared: 'first' })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});

describe('a connected socket', () => {
  it('loses what is said before it is connected and after it is closed, and throws nothing', async () => {
    const server = await answering();
    const heard: string[] = [];
    server.onMessage((message, from) => {
      heard.push(message.toString());
      server.answer(message, from);
    });
    const answer = await new Promise<string>((resolve) => {
      const socket = new ConnectedSocket(
        server.local,
        { message: (bytes) => resolve(bytes.toString()) },
        () => {
          expect(socket.local?.address).toBe('127.0.0.1');
          expect(socket.send(Buffer.from('now'))).toBe(true);
        },
      );
      expect(socket.local).toBeUndefined();
      expect(socket.send(Buffer.from('too early'))).toBe(false);
    });
    expect([answer, heard]).toEqual(['now', ['now']]);
    const closed = new ConnectedSocket(server.local, {});
    closed.close();
    closed.close();
    expect(closed.send(Buffer.from('too late'))).toBe(false);
  });
});

describe('sharing a port', () => {
  it.each([
    ['20.20.2', false],
    ['22.11.0', false],
    ['22.12.0', true],
    ['23.0.0', false],
    ['23.1.0', true],
    ['26.10.0', true],
  ])('Node %s sets SO_REUSEPORT by itself: %s', (node, expected) => {
    expect(hasReusePort(node)).toBe(expected);
  });

  it.each([
    ['linux', '26.0.0', 'same-user'],
    ['darwin', '20.20.0', 'same-user'],
    ['win32', '26.0.0', 'anyone'],
  ])('on %s with Node %s: %s', async (platform, node, sharers) => {
    expect((await portSharing(platform, node)).sharers).toBe(sharers);
  });
});
