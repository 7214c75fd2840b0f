import { closeSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clockSince } from '../../../../src/clock.ts';
import type { FlowOptions, Port } from '../../../../src/net/port.ts';
import { createPort } from '../../../../src/run/client/generator/create-port.ts';
import { rehearseOnSockets } from '../../../../src/run/client/generator/socket-rehearsal.ts';
import { SPARE_LANE } from '../../../../src/run/client/live/lanes.ts';
import type { TransportPlan } from '../../../../src/run/client/plan/effective.ts';
import { unpack } from '../../../../src/run/client/threads/packed-report.ts';
import type { GeneratorSetup } from '../../../../src/run/client/threads/protocol.ts';
import { makeReportRing, ReportReader } from '../../../../src/run/client/threads/report-ring.ts';
import { SECOND } from '../../../../src/units.ts';
import { identity, usual } from '../usual-plan.ts';

const clock = clockSince(process.hrtime.bigint());
const setupOf = (changes: Partial<TransportPlan>): GeneratorSetup =>
  ({
    plan: { ...usual, lossThreshold: SECOND / 5, ...changes },
    worker: 0,
    workers: 1,
    place: 0,
    token: '0000000100000002',
    reports: null,
  }) as GeneratorSetup;

/** A port that remembers what was asked of it. */
async function watched(engine: 'portable' | 'linux', transport: 'udp' | 'tcp') {
  const port = await createPort(engine, clock, { busyPoll: false, timestamps: transport === 'udp' });
  const asked = { flows: [] as FlowOptions[], closed: 0 };
  const open = port.open.bind(port);
  port.open = (options) => {
    asked.flows.push(options);
    return open(options);
  };
  const close = port.close.bind(port);
  port.close = () => {
    asked.closed++;
    return close();
  };
  const made = (): Promise<Port> => Promise.resolve(port);
  return { port, made, asked };
}

describe.each(['linux', 'portable'] as const)('a rehearsal on sockets, engine %s', (engine) => {
  it.each([
    ['by a slow schedule', {}],
    ['by a fast schedule', { rate: 25_000 }],
    ['by one that no machine keeps up with', { rate: 1_000_000, clients: 10 }],
    ['by a flood', { rate: 'max' }],
    ['by the largest datagrams', { size: 65_507 }],
    ['by a flood of them', { rate: 'max', size: 65_507, clients: 3 }],
    ['by answers over TCP', { transport: 'tcp', rate: 'closed', clients: 50 }],
    ['by a schedule over TCP', { transport: 'tcp', rate: 100, clients: 2 }],
  ] as const)('goes round on flows connected to themselves: %s', async (_, changes) => {
    const setup = setupOf(changes);
    const { made, asked } = await watched(engine, setup.plan.transport);
    const played = await rehearseOnSockets(setup, identity, made, clock, 30 * SECOND);
    const { sent, skipped, received, late, corrupt, foreign } = played!.measured.close();
    // A machine that is busy leaves out what it is too late for.
    expect(sent + skipped).toBe(3000);
    // No buffer drops any: the system would count it.
    expect(received + late).toBe(sent);
    expect([corrupt, foreign]).toEqual([0, 0]);
    expect(asked.flows).toHaveLength(Math.min(setup.plan.clients, 8));
    for (const { local, remote } of asked.flows) {
      expect(remote).toEqual(local);
      expect(remote.address).toBe('127.0.0.1');
    }
    expect(asked.closed).toBe(1);
  });

  it('tells a screen often, on a lane that nobody reads', async () => {
    const fd = makeReportRing();
    try {
      const { made } = await watched(engine, 'udp');
      const setup = { ...setupOf({}), reports: { fd, lane: 3 } };
      await rehearseOnSockets(setup, identity, made, clock, 30 * SECOND);
      const spare = new ReportReader({ fd, lane: SPARE_LANE }).read();
      const { sent, skipped } = unpack(spare.at(-1)!).ledger!;
      expect(sent + skipped).toBe(3000);
      expect(new ReportReader({ fd, lane: 3 }).read()).toEqual([]);
    } finally {
      closeSync(fd);
    }
  });

  it('is left out where no socket can be opened', async () => {
    const { port, made, asked } = await watched(engine, 'udp');
    port.open = (): Promise<number> => Promise.reject(new Error('EMFILE'));
    expect(await rehearseOnSockets(setupOf({}), identity, made, clock)).toBeUndefined();
    expect(asked.closed).toBe(1);
  });

  it.each([{ rate: 100, duration: SECOND }, { mode: 'up' }, { mode: 'connect', transport: 'tcp' }] as const)(
    'opens nothing for few probes, and for what is no echo: %o',
    async (changes) => {
      let made = 0;
      const makePort = (): Promise<Port> => Promise.reject(new Error(`made ${++made}`));
      expect(await rehearseOnSockets(setupOf(changes), identity, makePort, clock)).toBeUndefined();
      expect(made).toBe(0);
    },
  );
});
