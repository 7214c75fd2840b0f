/** Ends and limits of the linux port: resets, refusals, drops, lengths. */
import { createSocket } from 'node:dgram';
import { constants } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import type { FlowEnd } from '../../../src/net/port.ts';
import { Batch, SENT } from '../../../src/wire/batch.ts';
import { readNumber } from '../../../src/wire/header.ts';
import { cleanUp, collect, fill, kernel, later, newPort, range, tcpPeer, turns, udpEcho } from './support.ts';

afterEach(cleanUp);

describe.runIf(kernel !== undefined)('ends and limits of the linux port', () => {
  it('tells a reset apart from an orderly end', async () => {
    const remote = {
      address: '127.0.0.1',
      port: await tcpPeer((socket) => setTimeout(() => socket.resetAndDestroy(), 5)),
    };
    const port = newPort();
    const flow = await port.open({ transport: 'tcp', remote, size: 64 });
    const ends: FlowEnd[] = [];
    const batch = new Batch(4);
    await turns(port, () => {
      port.receive(batch);
      ends.push(...port.ended());
      return ends.length > 0;
    });
    expect(ends).toEqual([{ flow, errno: constants.errno.ECONNRESET }]);
    const out = new Batch(1);
    fill(out, flow, [0], 64);
    port.send(out);
    expect(out.status[0]).toBe(constants.errno.EPIPE);
  });

  it('says in one sentence that nothing listens', async () => {
    const remote = { address: '127.0.0.1', port: 1 };
    await expect(newPort().open({ transport: 'tcp', remote, size: 64 })).rejects.toMatchObject({
      code: 'connection-refused',
    });
    const local = { address: '192.0.2.1', port: 0 };
    await expect(newPort().open({ transport: 'udp', remote, local, size: 64 })).rejects.toMatchObject({
      code: 'address-not-local',
    });
  });

  it('reports what the kernel refuses with its errno, and goes on with the next', async () => {
    const port = newPort();
    const remote = { address: '127.0.0.1', port: await udpEcho() };
    const flow = await port.open({ transport: 'udp', remote, size: 70_000 });
    const out = new Batch(3);
    fill(out, flow, [0, 1, 2], 64);
    out.length[1] = 70_000;
    port.send(out);
    expect([...out.status]).toEqual([SENT, constants.errno.EMSGSIZE, SENT]);
  });

  it('reads the drops of each flow from the kernel, to the datagram', async () => {
    const port = newPort();
    const sender = createSocket('udp4');
    await new Promise<void>((resolve) => sender.bind(0, '127.0.0.1', resolve));
    later(() => void sender.close());
    const remote = { address: '127.0.0.1', port: sender.address().port };
    const options = { transport: 'udp' as const, remote, size: 64, receiveBuffer: 4096 };
    const flow = await port.open(options);
    const quiet = await port.open(options);
    let left = 500;
    for (let i = 0; i < 500; i++)
      sender.send(Buffer.alloc(64), port.local(flow).port, '127.0.0.1', () => left--);
    while (left > 0) await new Promise((resolve) => setImmediate(resolve));
    const batch = new Batch(512);
    port.receive(batch);
    expect(port.drops(flow)).toBeGreaterThan(0);
    expect(port.drops(flow)! + batch.count).toBe(500);
    expect(port.drops(quiet)).toBe(0);
  });

  it('shows the true length of what is too long or too short', async () => {
    const port = newPort({ timestamps: true });
    const sender = createSocket('udp4');
    await new Promise<void>((resolve) => sender.bind(0, '127.0.0.1', resolve));
    later(() => void sender.close());
    const remote = { address: '127.0.0.1', port: sender.address().port };
    const flow = await port.open({ transport: 'udp', remote, size: 64 });
    for (const length of [0, 3, 64, 65, 9000])
      sender.send(Buffer.alloc(length, 255), port.local(flow).port, '127.0.0.1');
    const batch = new Batch(16);
    const lengths: number[] = [];
    await turns(port, () => {
      port.receive(batch);
      for (let i = 0; i < batch.count; i++) {
        const length = batch.length[i]!;
        lengths.push(length);
        const header = batch.headers.subarray(i * 64, (i + 1) * 64);
        expect(header.every((byte, at) => byte === (at < length ? 255 : 0))).toBe(true);
      }
      return lengths.length === 5;
    });
    expect(lengths).toEqual([0, 3, 64, 65, 9000]);
  });

  it('sleeps in the receiving call of a single flow, and loses nothing on the way out', async () => {
    const port = newPort({ timestamps: true });
    const remote = { address: '127.0.0.1', port: await udpEcho() };
    const flow = await port.open({ transport: 'udp', remote, size: 64 });
    const out = new Batch(16);
    fill(out, flow, range(16), 64);
    port.send(out);
    // The echo needs the event loop: all answers are there before the port sleeps.
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    const batch = new Batch(3);
    const numbers: number[] = [];
    while (numbers.length < 16) {
      port.wait(20e6);
      port.receive(batch);
      for (let i = 0; i < batch.count; i++) numbers.push(readNumber(batch.view, i * 64));
    }
    expect(numbers).toEqual(range(16));
    const before = performance.now();
    port.wait(20e6);
    expect(performance.now() - before).toBeGreaterThan(1);
    expect(port.bytesReceived(flow)).toBe(16 * 64);
  });

  it('hands back what reached a server flow before it was connected', async () => {
    const port = newPort();
    const client = createSocket('udp4');
    await new Promise<void>((resolve) => client.bind(0, '127.0.0.1', resolve));
    later(() => void client.close());
    const listener = newPort();
    const at = { address: '127.0.0.1', port: client.address().port };
    const first = await listener.open({ transport: 'udp', remote: at, size: 64 });
    const local = listener.local(first);
    await listener.close();
    const flow = 3;
    await port.openReflecting(flow, { transport: 'udp', remote: at, local, shared: true, size: 64 }, () => {
      throw new Error('nothing came');
    });
    client.send(Buffer.alloc(64), local.port, '127.0.0.1');
    expect(await collect(port, 1)).toEqual([{ flow, number: readNumber(new Batch(1).view, 0), length: 64 }]);
  });
});
