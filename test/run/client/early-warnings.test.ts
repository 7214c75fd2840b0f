import { expect, it } from 'vitest';
import type { RunSpec } from '../../../src/result/spec.ts';
import { engineWarnings, pathWarnings } from '../../../src/run/client/early-warnings.ts';
import type { TransportPlan } from '../../../src/run/client/effective.ts';

const asked = { dscp: 46, congestionControl: 'cubic', sendBuffer: 65_536, receiveBuffer: null } as RunSpec;
const nothing = { dscp: null, congestionControl: null, sendBuffer: null, receiveBuffer: null } as RunSpec;
const options = (...given: Parameters<typeof engineWarnings>): unknown[] =>
  engineWarnings(...given).map(({ details }) => details!['option']);

it('an option that the engine cannot set is said to have no effect', () => {
  expect(options(asked, 'tcp', 'portable')).toEqual(['--dscp', '--congestion', '--send-buffer']);
  expect(options({ ...asked, receiveBuffer: 1e6 } as RunSpec, 'tcp', 'portable')).toContain(
    '--receive-buffer',
  );
  // node:dgram has buffers.
  expect(options(asked, 'udp', 'portable')).toEqual(['--dscp']);
  expect(options(asked, 'tcp', 'linux')).toEqual([]);
  expect(options(nothing, 'tcp', 'portable')).toEqual([]);
});

it.runIf(process.platform === 'linux')(
  'fragments are of datagrams, and of those that do not fit',
  async () => {
    const plan = { transport: 'udp', size: 65_507 } as TransportPlan;
    expect(await pathWarnings(plan, '127.0.0.1')).toEqual([]);
    // Over IPv6 the longest payload is 65,527 bytes: with its headers more than loopback's MTU.
    expect(await pathWarnings({ ...plan, size: 65_527 }, '::1')).toMatchObject([
      { code: 'fragments', details: { size: 65_527, count: 2, mtu: 65_536 } },
    ]);
    expect(await pathWarnings({ ...plan, transport: 'tcp', size: 65_527 }, '::1')).toEqual([]);
  },
);
