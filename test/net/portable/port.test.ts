import { createSocket } from 'node:dgram';
import { connect, createServer, type Socket } from 'node:net';
import { constants } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { clockSince, machineNow } from '../../../src/clock.ts';
import { PortablePort } from '../../../src/net/portable/port.ts';
import { Batch, BLOCKED, SENT } from '../../../src/wire/batch.ts';
import { OFFSET_TIME, readNumber, TYPE_PROBE, writeProbe } from '../../../src/wire/header.ts';

const TOKEN = { high: 1, low: 2 };
const ports: PortablePort[] = [];
const closers: (() => void)[] = [];
const newPort = () => {
  const port = new PortablePort(clockSince(machineNow()));
  ports.push(port);
  return port;
};

afterEach(async () => {
  await Promise.all(ports.splice(0).map((port) => port.close()));
  for (const close of closers.splice(0)) close();
});

/** A server that sends every byte back. */
async function tcpEcho(accepted?: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    closers.push(() => socket.destroy());
    if (accepted === undefined) socket.pipe(socket);
    else accepted(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  return (server.address() as { port: number }).port;
}

async function udpEcho(): Promise<number> {
  const socket = createSocket('udp4');
  socket.on('message', (message, from) => socket.send(message, from.port, from.address));
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  closers.push(() => socket.close());
  return socket.address().port;
}

function fill(batch: Batch, flow: number, numbers: readonly number[], length: number): void {
  batch.clear();
  for (const number of numbers) {
    const i = batch.count++;
    batch.flow[i] = flow;
    batch.length[i] = length;
    writeProbe(batch.view, i * 64, TYPE_PROBE, 0, 7, TOKEN, number);
  }
}

async function collect(
  port: PortablePort,
  count: number,
): Promise<{ number: number; length: number; flow: number }[]> {
  const got: { number: number; length: number; flow: number }[] = [];
  const batch = new Batch(16);
  await new Promise<void>((resolve) => {
    const take = () => {
      port.receive(batch);
      for (let i = 0; i < batch.count; i++)
        got.push({ number: readNumber(batch.view, i * 64), length: batch.length[i]!, flow: batch.flow[i]! });
      if (got.length >= count) resolve();
    };
    port.onReady(take);
    take();
  });
  return got;
}

describe('portable port', () => {
  for (const transport of ['tcp', 'udp'] as const)
    for (const size of [64, 100, 1400, 9000])
      it(`brings back ${transport} probes of ${size} bytes in order, stamped`, async () => {
        // So few large datagrams fit a receive buffer of the usual size.
        const numbers = [...Array(size > 1400 ? 5 : 20).keys()];
        const port = newPort();
        const remote = { address: '127.0.0.1', port: await (transport === 'tcp' ? tcpEcho() : udpEcho()) };
        const flow = await port.open({ transport, remote, size });
        const out = new Batch(32);
        fill(out, flow, numbers, size);
        out.stampAt = OFFSET_TIME;
        port.send(out);
        expect([...out.status.subarray(0, numbers.length)]).toEqual(numbers.map(() => SENT));
        expect(out.time[0]).toBeGreaterThan(0);
        const got = await collect(port, numbers.length);
        expect(got).toEqual(numbers.map((number) => ({ number, length: size, flow })));
      });

  it('blocks a stream that nobody reads, loses nothing, and tells when it is writable again', async () => {
    let peer: Socket | undefined;
    const remote = { address: '127.0.0.1', port: await tcpEcho((socket) => (peer = socket.pause())) };
    const port = newPort();
    const flow = await port.open({ transport: 'tcp', remote, size: 1000 });
    const out = new Batch(64);
    let sent = 0;
    for (let blocked = false; !blocked; ) {
      fill(
        out,
        flow,
        [...Array(64).keys()].map((i) => sent + i),
        1000,
      );
      port.send(out);
      for (let i = 0; i < 64; i++) {
        if (out.status[i] === SENT) sent++;
        else blocked = true;
      }
      expect(out.status[63] === SENT || out.status[63] === BLOCKED).toBe(true);
    }
    expect(port.writable(flow)).toBe(false);
    const ready = new Promise<void>((resolve) => port.onReady(() => port.writable(flow) && resolve()));
    let bytes = 0;
    const numbers: number[] = [];
    const all = new Promise<void>((resolve) =>
      peer!.on('data', (chunk: Buffer) => {
        for (let at = (1000 - (bytes % 1000)) % 1000; at + 24 <= chunk.length; at += 1000)
          numbers.push(Number(chunk.readBigUInt64BE(at + 16)));
        bytes += chunk.length;
        if (bytes === sent * 1000) resolve();
      }),
    );
    peer!.resume();
    await ready;
    await all;
    expect(bytes).toBe(sent * 1000);
  });

  it('delivers a handshake by itself, then frames by size, however the bytes are cut', async () => {
    const remote = {
      address: '127.0.0.1',
      port: await tcpEcho((socket) => {
        socket.setNoDelay(true);
        const stream = Buffer.alloc(64 + 3 * 200);
        for (let i = 0; i < 4; i++)
          writeProbe(
            new DataView(stream.buffer, stream.byteOffset),
            i === 0 ? 0 : 64 + (i - 1) * 200,
            0,
            0,
            0,
            TOKEN,
            i,
          );
        let at = 0;
        const next = () => {
          if (at >= stream.length) return;
          socket.write(stream.subarray(at, at + 37));
          at += 37;
          setImmediate(next);
        };
        next();
      }),
    };
    const port = newPort();
    const flow = await port.open({ transport: 'tcp', remote, size: 200, handshake: true });
    expect(await collect(port, 4)).toEqual([
      { number: 0, length: 64, flow },
      { number: 1, length: 200, flow },
      { number: 2, length: 200, flow },
      { number: 3, length: 200, flow },
    ]);
    expect(port.bytesReceived(flow)).toBe(600);
  });

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
