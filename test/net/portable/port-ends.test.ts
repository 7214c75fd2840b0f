/** Ends and limits of the portable port: discards, resets, refusals, drops, one-way streams. */
import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';
import { constants } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { Batch } from '../../../src/wire/batch.ts';
import { TYPE_PROBE, writeProbe } from '../../../src/wire/header.ts';
import { cleanUp, closers, collect, fill, newPort, TOKEN, tcpEcho, udpEcho } from './support.ts';

afterEach(cleanUp);

describe('ends and limits of the portable port', () => {
  it('counts what it discards, and tells the end of a connection', async () => {
    const remote = {
      address: '127.0.0.1',
      port: await tcpEcho((socket) => socket.end(Buffer.alloc(64 + 100_000))),
    };
    const port = newPort();
    const flow = await port.open({ transport: 'tcp', remote, size: 64, handshake: true, discard: true });
    const end = await new Promise((resolve) => {
      port.onReady(() => {
        const [ended] = port.ended();
        if (ended !== undefined) resolve(ended);
      });
    });
    expect(end).toEqual({ flow, errno: null });
    expect(port.bytesReceived(flow)).toBe(100_000);
    expect(await collect(port, 1)).toHaveLength(1);
  });

  it('tells a reset apart from an orderly end', async () => {
    const remote = {
      address: '127.0.0.1',
      port: await tcpEcho((socket) => setTimeout(() => socket.resetAndDestroy(), 5)),
    };
    const port = newPort();
    const flow = await port.open({ transport: 'tcp', remote, size: 64 });
    const end = await new Promise((resolve) => {
      port.onReady(() => {
        const [ended] = port.ended();
        if (ended !== undefined) resolve(ended);
      });
    });
    expect(end).toEqual({ flow, errno: constants.errno.ECONNRESET });
  });

  it('says in one sentence that nothing listens', async () => {
    await expect(
      newPort().open({ transport: 'tcp', remote: { address: '127.0.0.1', port: 1 }, size: 64 }),
    ).rejects.toMatchObject({ code: 'connection-refused' });
    await expect(
      newPort().open({
        transport: 'udp',
        remote: { address: '127.0.0.1', port: 1 },
        local: { address: '192.0.2.1', port: 0 },
        size: 64,
      }),
    ).rejects.toMatchObject({ code: 'address-not-local' });
  });

  it('reports what the kernel refuses with its errno, at once', async () => {
    const port = newPort();
    const flow = await port.open({
      transport: 'udp',
      remote: { address: '127.0.0.1', port: await udpEcho() },
      size: 70_000,
    });
    const out = new Batch(1);
    fill(out, flow, [0], 70_000);
    port.send(out);
    expect(out.status[0]).toBe(constants.errno.EMSGSIZE);
  });

  it.runIf(process.platform === 'linux')('reads the drops of each flow from the kernel', async () => {
    const port = newPort();
    const sender = createSocket('udp4');
    await new Promise<void>((resolve) => sender.bind(0, '127.0.0.1', resolve));
    closers.push(() => sender.close());
    const remote = { address: '127.0.0.1', port: sender.address().port };
    const options = { transport: 'udp' as const, remote, size: 64, receiveBuffer: 4096 };
    const flow = await port.open(options);
    const quiet = await port.open({ ...options });
    expect(port.drops(flow)).toBe(0);
    // The receiver stands still while more is sent than its buffer holds: the event loop is held in this loop.
    const handle = watchSendsOf(sender);
    for (let i = 0; i < 500; i++) handle(Buffer.alloc(64), port.local(flow).port);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const got = await collect(port, 1);
    const dropped = port.drops(flow)!;
    expect(dropped).toBeGreaterThan(0);
    expect(dropped + got.length).toBe(500);
    expect(port.drops(quiet)).toBe(0);
  });
});

const watchSendsOf = (socket: ReturnType<typeof createSocket>) => (data: Buffer, port: number) =>
  socket.send(data, port, '127.0.0.1');

describe('an accepted connection of a one-way stream', () => {
  it('is read though its other end takes nothing: a stream down does not silence the stream up', async () => {
    const size = 16_384;
    const port = newPort();
    const adopted = new Promise<void>((resolve) => {
      const server = createServer({ pauseOnConnect: true }, (socket) => {
        port.adopt(0, socket, { size, answering: false }, new Uint8Array());
        resolve();
      });
      closers.push(() => server.close());
      server.listen(0, '127.0.0.1', () => {
        // It sends, and never reads.
        const peer = connect((server.address() as { port: number }).port, '127.0.0.1');
        peer.pause();
        peer.on('error', () => {});
        closers.push(() => peer.destroy());
        const message = Buffer.alloc(size);
        const view = new DataView(message.buffer, message.byteOffset, 64);
        const sendAll = (blocked: Promise<void>) =>
          blocked.then(() => {
            for (let number = 0; number < 20; number++) {
              writeProbe(view, 0, TYPE_PROBE, 0, 0, TOKEN, number);
              peer.write(Buffer.from(message));
            }
          });
        void sendAll(full);
      });
    });
    let isFull = (): void => {};
    const full = new Promise<void>((resolve) => {
      isFull = resolve;
    });
    await adopted;
    const batch = new Batch(16);
    for (let sent = 0; port.writable(0); sent += 16) {
      const numbers = Array.from({ length: 16 }, (_, k) => sent + k);
      fill(batch, 0, numbers, size);
      port.send(batch);
      await new Promise((resolve) => setImmediate(resolve));
    }
    isFull();
    expect((await collect(port, 20)).map(({ number }) => number)).toEqual([...Array(20).keys()]);
    expect(port.writable(0)).toBe(false);
  });
});
