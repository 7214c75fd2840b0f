import type { Socket } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { FlowEnd } from '../../../src/net/port.ts';
import { Batch, BLOCKED, SENT } from '../../../src/wire/batch.ts';
import { OFFSET_TIME, writeProbe } from '../../../src/wire/header.ts';
import { cleanUp, collect, fill, kernel, newPort, range, TOKEN, tcpPeer, turns, udpEcho } from './support.ts';

afterEach(cleanUp);

describe.runIf(kernel !== undefined)('linux port', () => {
  for (const transport of ['tcp', 'udp'] as const)
    for (const size of [64, 100, 1400, 9000, 40_000])
      for (const busyPoll of [false, true])
        it(`brings back ${transport} probes of ${size} bytes in order, stamped${busyPoll ? ', spinning' : ''}`, async () => {
          const numbers = range(size > 1400 ? 3 : 20);
          const port = newPort({ busyPoll, timestamps: true });
          const peer = await (transport === 'tcp' ? tcpPeer() : udpEcho());
          const flow = await port.open({ transport, remote: { address: '127.0.0.1', port: peer }, size });
          const out = new Batch(32);
          fill(out, flow, numbers, size);
          out.stampAt = OFFSET_TIME;
          port.send(out);
          expect([...out.status.subarray(0, numbers.length)]).toEqual(numbers.map(() => SENT));
          expect(out.time[0]).toBeGreaterThan(0);
          expect(out.view.getUint32(OFFSET_TIME + 4)).toBeGreaterThan(0);
          const got = await collect(port, numbers.length);
          expect(got).toEqual(numbers.map((number) => ({ number, length: size, flow })));
        });

  it('makes nothing more for the first packets of batches that were prepared, whatever their size', async () => {
    const port = newPort({ timestamps: true });
    const remote = { address: '127.0.0.1', port: await udpEcho() };
    const [out, got] = [new Batch(1024), new Batch(1024)];
    const flow = await port.open({ transport: 'udp', remote, size: 9000 });
    port.prepare(out, got);
    const made = vi.spyOn(kernel!, 'memory');
    onTestFinished(() => made.mockRestore());
    fill(out, flow, [1, 2], 9000);
    port.send(out);
    await vi.waitFor(() => {
      port.wait(10e6);
      port.receive(got);
      expect(got.count).toBeGreaterThan(0);
    });
    expect(made).not.toHaveBeenCalled();
  });

  it.each([1, 4, 5])('sleeps undisturbed, and then finds what came to any of %i flows', async (count) => {
    const port = newPort({ timestamps: true });
    const remote = { address: '127.0.0.1', port: await udpEcho() };
    const flows: number[] = [];
    for (const _ of range(count)) flows.push(await port.open({ transport: 'udp', remote, size: 64 }));
    const got = new Batch(16);
    port.receive(got);
    for (const flow of flows) {
      const out = new Batch(1);
      fill(out, flow, [flow], 64);
      port.send(out);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    const before = performance.now();
    port.wait(20e6, true);
    expect(performance.now() - before).toBeGreaterThanOrEqual(19);
    port.receive(got);
    expect(new Set(got.flow.subarray(0, got.count))).toEqual(new Set(flows));
  });

  it('speaks IPv6', async () => {
    const port = newPort();
    const remote = { address: '::1', port: await udpEcho('::1') };
    const flow = await port.open({ transport: 'udp', remote, local: { address: '::1', port: 0 }, size: 64 });
    expect(port.local(flow).address).toBe('::1');
    const out = new Batch(1);
    fill(out, flow, [5], 64);
    port.send(out);
    expect(await collect(port, 1)).toEqual([{ flow, number: 5, length: 64 }]);
  });

  it('keeps many connections apart, which open together', async () => {
    const remote = { address: '127.0.0.1', port: await tcpPeer() };
    const port = newPort();
    const flows = await Promise.all(range(100).map(() => port.open({ transport: 'tcp', remote, size: 128 })));
    expect(flows).toEqual(range(100));
    const out = new Batch(100);
    for (const flow of flows) {
      const entry = out.count++;
      out.flow[entry] = flow;
      out.length[entry] = 128;
      writeProbe(out.view, entry * 64, 0, 0, 0, TOKEN, 1000 + flow);
    }
    port.send(out);
    const got = await collect(port, 100);
    expect(got.sort((a, b) => a.flow - b.flow)).toEqual(
      flows.map((flow) => ({ flow, number: 1000 + flow, length: 128 })),
    );
  });

  it('blocks a stream that nobody reads, loses nothing, and goes on when it is writable again', async () => {
    let peer: Socket | undefined;
    const remote = { address: '127.0.0.1', port: await tcpPeer((socket) => (peer = socket.pause())) };
    const port = newPort();
    const flow = await port.open({ transport: 'tcp', remote, size: 1000 });
    const out = new Batch(64);
    let sent = 0;
    for (let blocked = false; !blocked; ) {
      fill(
        out,
        flow,
        range(64).map((i) => sent + i),
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
    let bytes = 0;
    const numbers: number[] = [];
    const rest = Buffer.alloc(1000);
    peer!.on('data', (chunk: Buffer) => {
      for (const byte of chunk) {
        rest[bytes++ % 1000] = byte;
        if (bytes % 1000 === 0) numbers.push(Number(rest.readBigUInt64BE(16)));
      }
    });
    peer!.resume();
    await turns(port, () => port.writable(flow) && bytes >= sent * 1000);
    expect(numbers).toEqual(range(sent));
  });

  it('delivers a handshake by itself, then frames by size, however the bytes are cut', async () => {
    for (const [size, cut] of [
      [200, 37],
      [20_000, 7001],
    ] as const) {
      const port = newPort();
      const peer = await tcpPeer((socket) => {
        socket.setNoDelay(true);
        const stream = Buffer.alloc(64 + 3 * size);
        const view = new DataView(stream.buffer, stream.byteOffset);
        for (let i = 0; i < 4; i++) writeProbe(view, i === 0 ? 0 : 64 + (i - 1) * size, 0, 0, 0, TOKEN, i);
        let at = 0;
        const next = () => {
          if (at >= stream.length) return;
          socket.write(stream.subarray(at, at + cut));
          at += cut;
          setImmediate(next);
        };
        next();
      });
      const remote = { address: '127.0.0.1', port: peer };
      const flow = await port.open({ transport: 'tcp', remote, size, handshake: true });
      expect(await collect(port, 4)).toEqual([
        { number: 0, length: 64, flow },
        { number: 1, length: size, flow },
        { number: 2, length: size, flow },
        { number: 3, length: size, flow },
      ]);
      expect(port.bytesReceived(flow)).toBe(3 * size);
    }
  });

  it('counts what it discards, and tells the end of a connection', async () => {
    const remote = {
      address: '127.0.0.1',
      port: await tcpPeer((socket) => socket.end(Buffer.alloc(64 + 100_000))),
    };
    const port = newPort();
    const flow = await port.open({ transport: 'tcp', remote, size: 64, handshake: true, discard: true });
    const ends: FlowEnd[] = [];
    const batch = new Batch(4);
    let arrived = 0;
    await turns(port, () => {
      port.receive(batch);
      arrived += batch.count;
      ends.push(...port.ended());
      return ends.length > 0;
    });
    expect(ends).toEqual([{ flow, errno: null }]);
    expect(arrived).toBe(1);
    expect(port.bytesReceived(flow)).toBe(100_000);
    expect(port.tcpInfo(flow)).not.toBeNull();
  });
});
