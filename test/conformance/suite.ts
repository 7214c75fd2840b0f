/** What every port promises (src/net/port.ts), tried on a port of any kind. */
import { constants } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FlowEnd } from '../../src/net/port.ts';
import { Batch, BLOCKED, readTime, SENT } from '../../src/wire/batch.ts';
import {
  OFFSET_TIME,
  readHeader,
  readNumber,
  TYPE_OPEN,
  TYPE_PROBE,
  writeProbe,
} from '../../src/wire/header.ts';
import type { PortBench } from './bench.ts';

const TOKEN = { high: 0xfedcba98, low: 0x76543210 };
const { EMSGSIZE, ECONNRESET } = constants.errno;
const range = (count: number) => [...Array(count).keys()];

interface Arrival {
  readonly flow: number;
  readonly number: number;
  readonly length: number;
}

function add(batch: Batch, flow: number, number: number, length: number, type = TYPE_PROBE): void {
  const entry = batch.count++;
  batch.flow[entry] = flow;
  batch.length[entry] = length;
  batch.time[entry] = -1;
  batch.status[entry] = -99;
  writeProbe(batch.view, entry * 64, type, 0, flow, TOKEN, number);
}

/** @param make a fresh port in a fresh world for each test */
export function portConformance(name: string, make: () => PortBench | Promise<PortBench>): void {
  describe(`${name} keeps the contract of a port`, () => {
    let bench: PortBench;
    beforeEach(async () => {
      bench = await make();
    });
    afterEach(() => bench.close());

    async function collect(count: number, capacity = 16): Promise<Arrival[]> {
      const got: Arrival[] = [];
      const batch = new Batch(capacity);
      await bench.until(() => {
        bench.port.receive(batch);
        expect(batch.count).toBeLessThanOrEqual(capacity);
        for (let i = 0; i < batch.count; i++)
          got.push({
            flow: batch.flow[i]!,
            number: readNumber(batch.view, i * 64),
            length: batch.length[i]!,
          });
        return got.length >= count;
      });
      return got;
    }

    for (const transport of ['tcp', 'udp'] as const)
      for (const size of [64, 100, 1400, 9000])
        it(`brings ${transport} probes of ${size} bytes back whole, in order, stamped`, async () => {
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
          expect(await collect(numbers.length)).toEqual(
            numbers.map((number) => ({ flow, number, length: size })),
          );
        });

    it('writes no stamp where none is asked for, and gives times of arrival after those of sending', async () => {
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
      const got = await collect(40, 3);
      const expected = range(40).map((i) => ({ flow: i % 8, number: 100 + i, length: 64 + (i % 8) }));
      const byNumber = (a: Arrival, b: Arrival) => a.number - b.number;
      expect(got.sort(byNumber)).toEqual(expected);
    });

    it('blocks a stream that nobody reads: for the rest of the batch, for this flow alone, until it is read', async () => {
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

    for (const how of ['end', 'reset'] as const)
      it(`tells of a connection's ${how} once, and refuses what is sent afterwards`, async () => {
        const { port } = bench;
        const flow = await port.open({
          transport: 'tcp',
          remote: (await bench.peer('tcp', how)).address,
          size: 64,
        });
        const out = new Batch(1);
        add(out, flow, 0, 64);
        port.send(out);
        const ends: FlowEnd[] = [];
        await bench.until(() => {
          port.receive(new Batch(1));
          ends.push(...port.ended());
          return ends.length > 0;
        });
        expect(ends).toEqual([{ flow, errno: how === 'end' ? null : ECONNRESET }]);
        expect(port.ended()).toEqual([]);
        expect(port.writable(flow)).toBe(false);
        out.status[0] = SENT;
        port.send(out);
        expect(out.status[0]).not.toBe(SENT);
      });

    it('delivers the handshake of a flow that discards, and counts the rest', async () => {
      const { port } = bench;
      const remote = (await bench.peer('tcp', 'echo')).address;
      const flow = await port.open({ transport: 'tcp', remote, size: 1000, handshake: true, discard: true });
      const out = new Batch(8);
      add(out, flow, 42, 64, TYPE_OPEN);
      for (const number of range(7)) add(out, flow, number, 1000);
      port.send(out);
      const got: Arrival[] = await collect(1);
      await bench.until(() => {
        port.receive(out);
        expect(out.count).toBe(0);
        return port.bytesReceived(flow) === 7000;
      });
      expect(got).toEqual([{ flow, number: 42, length: 64 }]);
    });

    it('frames by size after a handshake', async () => {
      const { port } = bench;
      const remote = (await bench.peer('tcp', 'echo')).address;
      const flow = await port.open({ transport: 'tcp', remote, size: 300, handshake: true });
      const out = new Batch(8);
      add(out, flow, 42, 64, TYPE_OPEN);
      for (const number of range(3)) add(out, flow, number, 300);
      port.send(out);
      const lengths = (await collect(4)).map(({ number, length }) => [number, length]);
      expect(lengths).toEqual([
        [42, 64],
        [0, 300],
        [1, 300],
        [2, 300],
      ]);
    });

    it('reports a datagram that is too large by its errno, and goes on', async () => {
      const { port } = bench;
      const remote = (await bench.peer('udp', 'echo')).address;
      const flow = await port.open({ transport: 'udp', remote, size: 70_000 });
      const out = new Batch(2);
      add(out, flow, 0, 70_000);
      add(out, flow, 1, 64);
      port.send(out);
      expect([...out.status]).toEqual([EMSGSIZE, SENT]);
      expect(await collect(1)).toEqual([{ flow, number: 1, length: 64 }]);
    });

    it('hands over a short datagram with its length, the rest of its header zero', async () => {
      const { port } = bench;
      const remote = (await bench.peer('udp', 'short')).address;
      const flow = await port.open({ transport: 'udp', remote, size: 64 });
      const out = new Batch(1);
      add(out, flow, 1234, 64);
      port.send(out);
      const back = new Batch(1);
      back.headers.fill(0xff);
      await bench.until(() => {
        port.receive(back);
        return back.count > 0;
      });
      expect(back.length[0]).toBe(10);
      expect(back.headers.subarray(0, 10)).toEqual(out.headers.subarray(0, 10));
      expect(back.headers.subarray(10, 64).every((byte) => byte === 0)).toBe(true);
    });

    it('gives numbers for drops exactly where it says that it can', async () => {
      const { port } = bench;
      const remote = (await bench.peer('udp', 'echo')).address;
      const flow = await port.open({ transport: 'udp', remote, size: 64 });
      expect(port.drops(flow)).toBe(port.capabilities.dropCounter ? 0 : null);
      if (!port.capabilities.tcpInfo) expect(port.tcpInfo(flow)).toBeNull();
    });

    it.each(['tcp', 'udp'] as const)(
      'reads back what the system made of the options: %s',
      async (transport) => {
        const { port } = bench;
        const remote = (await bench.peer(transport, 'echo')).address;
        const asked = { sendBuffer: 50_000, receiveBuffer: 60_000, dscp: 46, nagle: true };
        const flow = await port.open({ transport, remote, size: 64, ...asked });
        const given = port.given(flow);
        // What is told is what was asked for, none of which a system cuts.
        for (const [name, value] of Object.entries(given ?? {}))
          if (value !== null && name in asked)
            expect({ [name]: value }).toEqual({ [name]: asked[name as never] });
        const { engine } = port.capabilities;
        if (engine === 'linux')
          expect(Object.values(given!).filter((value) => value === null)).toHaveLength(
            transport === 'udp' ? 2 : 0,
          );
        if (engine === 'portable' && transport === 'udp')
          expect(given).toMatchObject({ sendBuffer: 50_000, receiveBuffer: 60_000 });
        port.closeFlow(flow);
        expect(port.given(flow)).toBeNull();
      },
    );

    it('sends nothing on a flow that was closed, and hands nothing over from it', async () => {
      const { port } = bench;
      const remote = (await bench.peer('tcp', 'echo')).address;
      const closed = await port.open({ transport: 'tcp', remote, size: 64 });
      const open = await port.open({ transport: 'tcp', remote, size: 64 });
      const out = new Batch(2);
      add(out, closed, 0, 64);
      port.send(out);
      port.closeFlow(closed);
      expect(port.writable(closed)).toBe(false);
      out.clear();
      add(out, closed, 1, 64);
      add(out, open, 2, 64);
      port.send(out);
      expect(out.status[0]).not.toBe(SENT);
      expect(await collect(1)).toEqual([{ flow: open, number: 2, length: 64 }]);
      expect(port.ended().filter(({ flow }) => flow === closed)).toEqual([]);
    });

    it('says that nobody listens', async () => {
      const opening = bench.port.open({ transport: 'tcp', remote: bench.nowhere, size: 64 });
      await expect(opening).rejects.toMatchObject({ code: 'connection-refused' });
    });
  });
}
