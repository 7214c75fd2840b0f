/**
 * Many fleets in virtual time, each with another bad day: messages lost, late, twice, overtaken; a broker away; agents that
 * die. Whatever happens, the agents' counts and cells add up to the whole, and the whole is what was told.
 */
import * as v from 'valibot';
import { beforeAll, expect, it } from 'vitest';
import { Collector } from '../../src/fleet/coordinator/collector.ts';
import { fleetResult } from '../../src/fleet/merge/document.ts';
import { specOf } from '../../src/library/spec.ts';
import { encodeHistogram } from '../../src/measure/encode-histogram.ts';
import { Histogram, type HistogramData } from '../../src/measure/histogram.ts';
import { seededRandom } from '../../src/measure/random.ts';
import { type RunResult, RunResultSchema } from '../../src/result/document/schema.ts';
import { readHistogram } from '../../src/result/histogram.ts';
import { lessonSeeds } from '../experiment/seeds.ts';
import { type MeasuredEcho, measureEcho } from './measured.ts';
import { VirtualCoordinator } from './virtual-coordinator.ts';
import { VirtualAgent } from './virtual-fleet.ts';
import { hubOn, MS, SECOND, Timeline } from './virtual-time.ts';

/** `npm run fleets` makes a thousand; everyday tests the first of them. */
const RUNS = lessonSeeds(32, 1000);
const DURATION = 3 * SECOND;
const POOL = 16;
let pool: MeasuredEcho[];

beforeAll(async () => {
  const way = { delay: 5 * MS, jitter: 3 * MS, loss: 0.1, duplicate: 0.05, reorder: 0.1 };
  const shares = Array.from({ length: POOL }, (_, seed) => ({
    flows: 1 + (seed % 3),
    rate: 10 + 10 * (seed % 3),
    seed,
  }));
  pool = await Promise.all(
    shares.map((share) =>
      measureEcho({ ...share, duration: DURATION, network: { seed: share.seed, up: way, down: way } }),
    ),
  );
});

const CLOCK = { same: null, epoch: '0', wall: '0', error: null };

interface Happened {
  readonly result: RunResult;
  readonly measured: readonly MeasuredEcho[];
  /** Last second that each lost agent was heard of; undefined: it was not lost. */
  readonly until: readonly (number | undefined)[];
}

function oneRun(seed: number): Happened {
  const random = seededRandom(seed);
  const chance = (share: number): boolean => random() < share;
  const time = new Timeline();
  const lossy = random() * 0.3;
  const slow = random() * 300 * MS;
  const hub = hubOn(time, () => {
    if (chance(lossy)) return [];
    const delay = (): number => 0.2 * MS + (chance(0.3) ? random() * slow : 0);
    return chance(0.2) ? [delay(), delay()] : [delay()];
  });
  const measured = Array.from(
    { length: 2 + Math.floor(random() * 3) },
    () => pool[Math.floor(random() * POOL)]!,
  );
  const agents = measured.map(({ part, moments }, at) => {
    const clock = { offset: (random() - 0.5) * 7200 * SECOND, drift: (random() - 0.5) * 200e-6 };
    const said = (second: number): string => moments[second - 1]!.packed;
    return new VirtualAgent(time, hub.connect(), 'f', {
      name: `a${at}`,
      clock,
      parts: [part],
      moments: said,
    });
  });
  const clients = measured.reduce((all, { spec }) => all + spec.clients, 0);
  const until = new Map<string, number>();
  const collector = new Collector(({ name }, { moment }) =>
    until.set(name, Math.max(until.get(name) ?? 0, Math.floor(moment.at / SECOND))),
  );
  const coordinator = new VirtualCoordinator(time, hub.connect(), {
    wanted: agents.length,
    tasks: () => measured.map(({ spec }, before) => ({ spec, before, all: agents.length })),
    measured: (member, part, data) => collector.take(member, part, data),
  });
  const { machine } = coordinator;
  expect(time.run(() => machine.stage === 'run' || coordinator.done, 60 * SECOND)).toBe(true);
  if (chance(0.5)) time.later(random() * 4 * SECOND, () => agents[0]!.kill());
  if (chance(0.3)) {
    const from = random() * 4 * SECOND;
    time.later(from, () => hub.setAway(true));
    time.later(from + random() * 6 * SECOND, () => hub.setAway(false));
  }
  expect(time.run(() => coordinator.done, 200 * SECOND)).toBe(true);
  const outcomes = machine.members.map((member) => collector.outcome(member, clients, CLOCK, time.now));
  const result = fleetResult({
    spec: specOf({ transports: ['udp'], clients, duration: DURATION, warmup: 0, asserts: ['loss<100%'] }),
    version: '1.0.0',
    command: [],
    startedAt: '2026-01-01T00:00:00.000Z',
    agents: outcomes,
    interrupted: false,
    failure: machine.failure,
    perFlow: false,
    screen: false,
  });
  return {
    result,
    measured,
    until: outcomes.map(({ name, lost }) => (lost ? (until.get(name) ?? 0) : undefined)),
  };
}

const cellsOf = (parts: readonly HistogramData[]): unknown =>
  readHistogram(encodeHistogram(Histogram.from(parts).data()));

/** What the whole must be, by the ledgers of the agents themselves. */
function check({ result, measured, until }: Happened): { lost: boolean } {
  expect(v.is(RunResultSchema, result)).toBe(true);
  const told = measured.map(({ summary, moments }, at) => {
    const second = until[at];
    return second === undefined ? summary : second === 0 ? null : moments[second - 1]!.ledger;
  });
  const [whole] = result.transports;
  const lost = until.some((second) => second !== undefined);
  for (const count of [
    'sent',
    'received',
    'late',
    'lost',
    'open',
    'duplicates',
    'reordered',
    'skipped',
  ] as const) {
    const truth = told.reduce((all, ledger) => all + (ledger?.[count] ?? 0), 0);
    const said = count === 'skipped' ? whole!.probes!.unsent!.skipped : whole!.probes![count];
    expect(said, count).toBe(truth);
    if (count !== 'skipped')
      expect(
        result.agents!.reduce((all, { transports }) => all + (transports.udp![count] ?? 0), 0),
        count,
      ).toBe(truth);
  }
  for (const kind of ['response', 'service', 'sendLag'] as const) {
    const truth = told.flatMap((ledger) => ledger?.[kind] ?? []);
    expect(readHistogram(whole!.latency[kind]!.histogram), kind).toEqual(cellsOf(truth));
  }
  const sent = whole!.intervals.reduce((all, row) => all + row.sent!, 0);
  expect(sent).toBe(whole!.probes!.sent);
  expect(result.ending.status).toBe(lost ? 'failed' : 'completed');
  expect(result.asserts[0]!.holds).toBe(!lost);
  if (!lost) expect(whole!.loss.up!.lost! + whole!.loss.down!.lost!).toBe(whole!.probes!.lost);
  else {
    const names = result.agents!.filter(({ state }) => state === 'lost').map(({ name }) => name);
    expect(result.ending).toMatchObject({ code: 'agent-lost', details: { agent: names.join(', ') } });
  }
  return { lost };
}

it(`${RUNS} runs, each with another bad day`, () => {
  let lost = 0;
  for (let seed = 1; seed <= RUNS; seed++) {
    const happened = oneRun(seed);
    try {
      if (check(happened).lost) lost++;
    } catch (error) {
      throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
    }
  }
  // Both kinds of days were among them.
  expect(lost).toBeGreaterThan(RUNS / 10);
  expect(lost).toBeLessThan((RUNS * 9) / 10);
}, 600_000);
