import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Batch, BLOCKED, SENT } from '../../../src/wire/batch.ts';
import { OFFSET_TIME, writeProbe } from '../../../src/wire/header.ts';
import { cleanUp, collect, fill, newPort, TOKEN, tcpEcho, udpEcho } from './support.ts';

afterEach(cleanUp);

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
});
