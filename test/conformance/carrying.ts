/** What every port promises of probes on their way: whole, in order, apart, and no more than can be taken. */
import { expect, it } from 'vitest';
import { Batch, BLOCKED, readTime, SENT } from '../../src/wire/batch.ts';
import { OFFSET_TIME, readHeader } from '../../src/wire/header.ts';
import type { PortBench } from './bench.ts';
import { type Arrival, add, collect, range, TOKEN } from './probes.ts';

/** @param at the bench of the test that runs */
export function carriesProbes(at: () => PortBench): void {
  for (const transport of ['tcp', 'udp'] as const)
    for (const size of [64, 100, 1400, 9000])
      it(`brings ${transport} probes of ${size} bytes back whole, in order, stamped`, async () => {
        const bench = at();
        const { port } = bench;
        const remote = (await bench.peer(transport, 'echo')).address;
        const flow = await port.open({ transport, remote, size });
        const numbers = range(size > 1400 ? 5 : 20);
        const out = new Batch(32);
        for (const number of numbers) add(out, flow, number, size);
        out.stampAt = OFFSET_TIME;
        port.send(out);
        expect([...out.status.subarray(0, out.count)]).toEqual(numbers.map(() => SENT));
        const stamps = numbers.map((i) => readTime(out.view, i * 64 + OFFSET_TIME));
        expect(stamps).toEqual(numbers.map((i) => Math.floor(out.time[i]!)));
        expect(await collect(bench, numbers.length)).toEqual(
          numbers.map((number) => ({ flow, number, length: size })),
        );
      });

  it('writes no stamp where none is asked for, and gives times of arrival after those of sending', async () => {
    const bench = at();
    const { port } = bench;
    const remote = (await bench.peer('udp', 'echo')).address;
    const flow = await port.open({ transport: 'udp', remote, size: 64 });
    const out = new Batch(1);
    add(out, flow, 7, 64);
    port.send(out);
    const back = new Batch(4);
    await bench.until(() => {
      port.receive(back);
      return back.count > 0;
    });
    expect(readHeader(back.view, 0)).toMatchObject({ number: 7, time: 0, token: TOKEN });
    // Kernel and user clocks are anchored to each other within microseconds.
    expect(back.time[0]).toBeGreaterThan(out.time[0]! - 100_000);
    port.receive(back);
    expect(back.count).toBe(0);
  });

  it('numbers flows from 0, keeps them apart in one batch, and hands over at most what a batch holds', async () => {
    const bench = at();
    const { port } = bench;
    const tcp = (await bench.peer('tcp', 'echo')).address;
    const udp = (await bench.peer('udp', 'echo')).address;
    const flows: number[] = [];
    for (const i of range(8)) {
      const transport = i % 2 === 0 ? 'tcp' : 'udp';
      flows.push(await port.open({ transport, remote: i % 2 === 0 ? tcp : udp, size: 64 + i }));
    }
    expect(flows).toEqual(range(8));
    expect(flows.every((flow) => port.local(flow).port > 0)).toBe(true);
    const out = new Batch(40);
    for (const i of range(40)) add(out, i % 8, 100 + i, 64 + (i % 8));
    port.send(out);
    const got = await collect(bench, 40, 3);
    const expected = range(40).map((i) => ({ flow: i % 8, number: 100 + i, length: 64 + (i % 8) }));
    const byNumber = (a: Arrival, b: Arrival) => a.number - b.number;
    expect(got.sort(byNumber)).toEqual(expected);
  });

  it('blocks a stream that nobody reads: for the rest of the batch, for this flow alone, until it is read', async () => {
    const bench = at();
    const { port } = bench;
    const peer = await bench.peer('tcp', 'hold');
    const held = await port.open({ transport: 'tcp', remote: peer.address, size: 8000 });
    const free = await port.open({
      transport: 'tcp',
      remote: (await bench.peer('tcp', 'echo')).address,
      size: 64,
    });
    const out = new Batch(65);
    let sent = 0;
    while (port.writable(held)) {
      out.clear();
      for (const i of range(64)) add(out, held, sent + i, 8000);
      add(out, free, 5, 64);
      port.send(out);
      const took = range(64).filter((i) => out.status[i] === SENT).length;
      expect([...out.status.subarray(0, 64)]).toEqual(range(64).map((i) => (i < took ? SENT : BLOCKED)));
      expect(out.status[64]).toBe(SENT);
      sent += took;
    }
    out.clear();
    add(out, held, sent, 8000);
    port.send(out);
    expect(out.status[0]).toBe(BLOCKED);
    peer.release();
    await bench.until(() => {
      port.receive(out);
      return port.writable(held) && peer.bytes() === sent * 8000;
    });
    out.clear();
    add(out, held, sent, 8000);
    port.send(out);
    expect(out.status[0]).toBe(SENT);
    await bench.until(() => peer.bytes() === (sent + 1) * 8000);
  });
}
