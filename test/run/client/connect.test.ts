/** Set-up of connections: the kernel's own time where it tells one, and repeated SYNs. */
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../../src/measure/histogram.ts';
import type { FlowOptions, Port, TcpInfo } from '../../../src/net/port.ts';
import { connectOf } from '../../../src/run/client/assemble/connect.ts';
import type { AssemblyInput } from '../../../src/run/client/assemble/inputs.ts';
import { type Handshake, openFlows } from '../../../src/run/client/generator/open-flows.ts';
import type { Nanos } from '../../../src/units.ts';

async function opened(transport: 'tcp' | 'udp', info: Partial<TcpInfo> | null): Promise<Handshake[]> {
  let now = 0;
  const seen: Handshake[] = [];
  const port = {
    capabilities: { tcpInfo: info !== null },
    open: () => {
      now += 50e6;
      return Promise.resolve(0);
    },
    tcpInfo: () => info,
  } as unknown as Port;
  await openFlows(
    port,
    {
      options: { transport } as FlowOptions,
      flows: 1,
      identity: null,
      roundTrip: 0,
      mayFail: false,
      onProgress: () => {},
      onConnect: (handshake) => seen.push(handshake),
    },
    () => now as Nanos,
  );
  return seen;
}

describe('the time of a handshake', () => {
  it('is the kernel’s, less what this program took to notice', async () => {
    expect(await opened('tcp', { retransmits: 0, rtt: 41e6 })).toEqual([{ took: 41e6, repeated: 0 }]);
  });

  it('is that of the program where a SYN was repeated: the kernel’s round trip leaves the waiting out', async () => {
    expect(await opened('tcp', { retransmits: 1, rtt: 41e6 })).toEqual([{ took: 50e6, repeated: 1 }]);
  });

  it('is that of the program where no kernel tells', async () => {
    expect(await opened('tcp', null)).toEqual([{ took: 50e6, repeated: null }]);
    expect(await opened('tcp', { retransmits: 0, rtt: 0 })).toEqual([{ took: 50e6, repeated: 0 }]);
  });

  it('there is none over UDP', async () => {
    expect(await opened('udp', { retransmits: 0, rtt: 1 })).toEqual([]);
  });
});

describe('set-up in a result', () => {
  const report = (times: readonly number[] | null, repeatedSyns: number | null) => {
    const histogram = new Histogram();
    for (const time of times ?? []) histogram.record(time);
    return { report: { connects: times === null ? null : histogram.data(), repeatedSyns } };
  };
  const result = (finished: ReturnType<typeof report>[], failed = 0, mode = 'echo') =>
    connectOf({ finished, plan: { mode } } as unknown as AssemblyInput, failed);

  it('is that of all generators', () => {
    expect(result([report([40e6], 1), report([20e6, 30e6], 2)])).toMatchObject({
      count: 3,
      min: 20e6,
      max: 40e6,
      failed: 0,
      synRetransmits: 3,
    });
    expect(result([report([40e6], null)])).toMatchObject({ count: 1, synRetransmits: null });
  });

  it('is null over UDP, and where nothing was connected; in mode connect that is what was measured', () => {
    expect(result([report(null, null)])).toBeNull();
    expect(result([report([], null)])).toBeNull();
    expect(result([report([], null)], 4, 'connect')).toMatchObject({ count: 0, failed: 4 });
  });
});
