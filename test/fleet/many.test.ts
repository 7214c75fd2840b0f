/** Sixty-four agents over one bus: all begin together, all is summed up, and nobody is drowned. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { Collector } from '../../src/fleet/coordinator/collector.ts';
import { fleetResult } from '../../src/fleet/merge/document.ts';
import { specOf } from '../../src/library/spec.ts';
import { measureEcho } from './measured.ts';
import { VirtualCoordinator } from './virtual-coordinator.ts';
import { VirtualAgent } from './virtual-fleet.ts';
import { hubOn, MS, SECOND, Timeline } from './virtual-time.ts';

const AGENTS = 64;
const DURATION = 10 * SECOND;
const MEBIBYTE = 2 ** 20;
const CLOCK = { same: null, epoch: '0', wall: '0', error: null };

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const used = (): number => {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

it('are one run: at one instant, exact, within two mebibytes and some messages a second each', async () => {
  const path = { delay: 5 * MS, loss: 0.05 };
  const measured = await measureEcho({
    flows: 1,
    rate: 100,
    seed: 1,
    duration: DURATION,
    network: { seed: 1, up: path, down: path },
  });
  const time = new Timeline();
  let said = 0;
  const hub = hubOn(time, (subject) => {
    if (subject.endsWith('.coordinator')) said++;
    return [0.2 * MS];
  });
  const agents = Array.from(
    { length: AGENTS },
    (_, at) =>
      new VirtualAgent(time, hub.connect(), 'f', {
        name: `a${at + 100}`,
        clock: { offset: (at - 32) * 60 * SECOND, drift: (at - 32) * 3e-6 },
        parts: [measured.part],
        moments: (second) => measured.moments[second - 1]!.packed,
      }),
  );
  const before = used();
  const collector = new Collector();
  const coordinator = new VirtualCoordinator(time, hub.connect(), {
    wanted: AGENTS,
    tasks: () => agents.map((_, at) => ({ spec: measured.spec, before: at, all: AGENTS })),
    measured: (member, part, data) => collector.take(member, part, data),
  });
  const { machine } = coordinator;
  time.run(() => machine.stage === 'run', 60 * SECOND);
  const [from, counted] = [time.now, said];
  time.run(() => false, from + 8 * SECOND);
  const perSecond = (said - counted) / AGENTS / 8;
  expect(time.run(() => coordinator.done, 200 * SECOND)).toBe(true);
  const grown = used() - before;

  const starts = agents.map(({ log }) => log.find(({ act }) => act === 'began')!.at);
  expect(Math.max(...starts) - Math.min(...starts)).toBeLessThan(1 * MS);
  // What it measured, each second; how it is, now and then.
  expect(perSecond).toBeGreaterThan(1);
  expect(perSecond).toBeLessThan(1.5);
  expect(grown / AGENTS).toBeLessThan(2 * MEBIBYTE);

  const outcomes = machine.members.map((member) => collector.outcome(member, AGENTS, CLOCK, time.now));
  const result = fleetResult({
    spec: specOf({ transports: ['udp'], clients: AGENTS, duration: DURATION, warmup: 0 }),
    version: '1.0.0',
    command: [],
    startedAt: '2026-01-01T00:00:00.000Z',
    agents: outcomes,
    interrupted: false,
    failure: machine.failure,
    perFlow: false,
    screen: false,
  });
  const { sent, received, lost } = measured.summary;
  expect(result.transports[0]!.probes).toMatchObject({
    sent: AGENTS * sent,
    received: AGENTS * received,
    lost: AGENTS * lost,
  });
  expect(result.ending.status).toBe('completed');
  console.log(
    `${(grown / AGENTS / 1024).toFixed(0)} KiB an agent, ${perSecond.toFixed(2)} messages a second`,
  );
});
