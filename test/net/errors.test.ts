/** What the network says of a datagram that was sent before, by ICMP: told by the next send, or when it is asked for, and once. */
import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { clockSince, runEpoch } from '../../src/clock.ts';
import type { Port } from '../../src/net/port.ts';
import { PortablePort } from '../../src/net/portable/port.ts';
import { Batch, SENT } from '../../src/wire/batch.ts';
import { TYPE_PROBE, writeProbe } from '../../src/wire/header.ts';
import { realBench } from '../conformance/real.ts';
import { kernel, newPort } from './linux/support.ts';

const ports: [string, () => Port][] = [['portable', () => new PortablePort(clockSince(runEpoch()))]];
if (kernel !== undefined) ports.push(['linux', newPort]);

describe.each(ports)('the %s port', (_, make) => {
  it('tells that nobody listens there', async () => {
    const bench = realBench(make());
    const { port, nowhere } = bench;
    const flow = await port.open({ transport: 'udp', remote: nowhere, size: 64 });
    expect(port.error(flow)).toBe(0);
    const out = new Batch(1);
    writeProbe(out.view, 0, TYPE_PROBE, 0, 0, { high: 1, low: 2 }, 0);
    out.count = 1;
    out.length[0] = 64;
    port.send(out);
    expect(out.status[0]).toBe(SENT);
    const arrived = new Batch(1);
    let errno = 0;
    await bench.until(() => {
      port.receive(arrived);
      errno = port.error(flow);
      return errno !== 0;
    });
    expect(errno).toBe(constants.errno.ECONNREFUSED);
    expect(port.error(flow)).toBe(0);
    await bench.close();
  });
});
