/** What every port promises at the edges: ends, handshakes, errors, lengths, options. */
import { constants } from 'node:os';
import { expect, it } from 'vitest';
import type { FlowEnd } from '../../src/net/port.ts';
import { Batch, SENT } from '../../src/wire/batch.ts';
import { TYPE_OPEN } from '../../src/wire/header.ts';
import type { PortBench } from './bench.ts';
import { type Arrival, add, collect, range } from './probes.ts';

const { EMSGSIZE, ECONNRESET } = constants.errno;

/** @param at the bench of the test that runs */
export function keepsToItsEdges(at: () => PortBench): void {
  for (const how of ['end', 'reset'] as const)
    it(`tells of a connection's ${how} once, and refuses what is sent afterwards`, async () => {
      const bench = at();
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
    const bench = at();
    const { port } = bench;
    const remote = (await bench.peer('tcp', 'echo')).address;
    const flow = await port.open({ transport: 'tcp', remote, size: 1000, handshake: true, discard: true });
    const out = new Batch(8);
    add(out, flow, 42, 64, TYPE_OPEN);
    for (const number of range(7)) add(out, flow, number, 1000);
    port.send(out);
    const got: Arrival[] = await collect(bench, 1);
    await bench.until(() => {
      port.receive(out);
      expect(out.count).toBe(0);
      return port.bytesReceived(flow) === 7000;
    });
    expect(got).toEqual([{ flow, number: 42, length: 64 }]);
  });

  it('frames by size after a handshake', async () => {
    const bench = at();
    const { port } = bench;
    const remote = (await bench.peer('tcp', 'echo')).address;
    const flow = await port.open({ transport: 'tcp', remote, size: 300, handshake: true });
    const out = new Batch(8);
    add(out, flow, 42, 64, TYPE_OPEN);
    for (const number of range(3)) add(out, flow, number, 300);
    port.send(out);
    const lengths = (await collect(bench, 4)).map(({ number, length }) => [number, length]);
    expect(lengths).toEqual([
      [42, 64],
      [0, 300],
      [1, 300],
      [2, 300],
    ]);
  });

  it('reports a datagram that is too large by its errno, and goes on', async () => {
    const bench = at();
    const { port } = bench;
    const remote = (await bench.peer('udp', 'echo')).address;
    const flow = await port.open({ transport: 'udp', remote, size: 70_000 });
    const out = new Batch(2);
    add(out, flow, 0, 70_000);
    add(out, flow, 1, 64);
    port.send(out);
    expect([...out.status]).toEqual([EMSGSIZE, SENT]);
    expect(await collect(bench, 1)).toEqual([{ flow, number: 1, length: 64 }]);
  });

  it('hands over a short datagram with its length, the rest of its header zero', async () => {
    const bench = at();
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
    const bench = at();
    const { port } = bench;
    const remote = (await bench.peer('udp', 'echo')).address;
    const flow = await port.open({ transport: 'udp', remote, size: 64 });
    expect(port.drops(flow)).toBe(port.capabilities.dropCounter ? 0 : null);
    if (!port.capabilities.tcpInfo) expect(port.tcpInfo(flow)).toBeNull();
  });

  it.each(['tcp', 'udp'] as const)(
    'reads back what the system made of the options: %s',
    async (transport) => {
      const bench = at();
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
    const bench = at();
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
    expect(await collect(bench, 1)).toEqual([{ flow: open, number: 2, length: 64 }]);
    expect(port.ended().filter(({ flow }) => flow === closed)).toEqual([]);
  });

  it('says that nobody listens', async () => {
    const opening = at().port.open({ transport: 'tcp', remote: at().nowhere, size: 64 });
    await expect(opening).rejects.toMatchObject({ code: 'connection-refused' });
  });
}
