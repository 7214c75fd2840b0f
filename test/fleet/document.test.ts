/** What is said of agents that fell behind, began late, or were lost: by name, and in what follows from it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { fleetResult } from '../../src/fleet/merge/document.ts';
import { Progress } from '../../src/fleet/merge/lost/progress.ts';
import type { AgentOutcome } from '../../src/fleet/merge/outcome.ts';
import { partOf } from '../../src/fleet/merge/shift.ts';
import type { Part } from '../../src/fleet/protocol/part-schema.ts';
import { specOf } from '../../src/library/spec.ts';
import { agentRows } from '../../src/present/shared/agents.ts';
import { SECOND } from '../../src/units.ts';
import { wordsFor } from '../../src/words/index.ts';
import { type MeasuredEcho, measureEcho } from './measured.ts';
import { HOST } from './virtual-fleet.ts';

let measured: MeasuredEcho;

beforeAll(async () => {
  const good = { delay: 1e6 };
  measured = await measureEcho({
    flows: 1,
    rate: 100,
    seed: 1,
    duration: 2 * SECOND,
    network: { seed: 1, up: good, down: good },
  });
});

type Shown = Partial<Omit<AgentOutcome, 'measured'>> & { readonly part?: Part | null };

function resultOf(agents: readonly Shown[]) {
  const { spec, input } = measured;
  const { plan } = input;
  const outcomes = agents.map(
    ({ part = partOf(input), ...more }, at): AgentOutcome => ({
      name: `a${at}`,
      host: HOST,
      machine: `m${at}`,
      share: 1 / agents.length,
      clock: { offset: null, began: [0, 0] },
      lost: false,
      failure: null,
      effective: null,
      measured: new Map([['udp', { plan, part, progress: new Progress(plan.interval) }]]),
      ...more,
    }),
  );
  return fleetResult({
    spec: specOf({ transports: spec.transports, clients: agents.length, asserts: ['p99<1s', 'loss<1%'] }),
    version: '1',
    command: [],
    startedAt: '2026-01-01T00:00:00.000Z',
    agents: outcomes,
    interrupted: false,
    failure: null,
    perFlow: false,
    screen: false,
  });
}

const warningsOf = (result: ReturnType<typeof resultOf>, code: string) =>
  result.transports[0]!.quality.warnings.filter((one) => one.code === code).map(({ details }) => details);

/** Its generator left out every second probe. */
function slow(): Part {
  const part = partOf(measured.input);
  const finished = part.finished.map((one) => ({
    ...one,
    measured: { ...one.measured!, skipped: one.measured!.sent },
  }));
  return { ...part, finished };
}

describe('a fleet', () => {
  it('whose agents did what they should is believed', () => {
    const result = resultOf([{}, {}]);
    expect(result.ending.status).toBe('completed');
    expect(result.agents!.map(({ state }) => state)).toEqual(['done', 'done']);
    expect(result.asserts.map(({ holds }) => holds)).toEqual([true, true]);
    for (const code of ['agent-behind', 'agent-late', 'start-uncertain'])
      expect(warningsOf(result, code)).toEqual([]);
  });

  it('names the one that fell behind, which the many would hide', () => {
    const result = resultOf([...Array.from({ length: 9 }, () => ({})), { name: 'slow', part: slow() }]);
    expect(warningsOf(result, 'agent-behind')).toEqual([expect.objectContaining({ agent: 'slow' })]);
    expect(result.transports[0]!.quality.trust?.level).not.toBe('good');
  });

  it('says who began late, and whose clock is not known well enough to say', () => {
    const result = resultOf([
      {},
      { name: 'late', clock: { offset: null, began: [3e6, 4e6] } },
      { name: 'far', clock: { offset: null, began: [-5e6, 5e6] } },
    ]);
    expect(result.agents!.map(({ state }) => state)).toEqual(['done', 'late', 'done']);
    expect(warningsOf(result, 'agent-late')).toEqual([{ agent: 'late', late: 3e6 }]);
    expect(warningsOf(result, 'start-uncertain')).toEqual([{ agent: 'far', error: 5e6 }]);
    expect(result.ending.status).toBe('completed');
  });

  it('is incomplete without the one that is lost, by name and share, and no gate holds', () => {
    const result = resultOf([{}, {}, {}, { name: 'gone', lost: true, part: null }]);
    expect(result.ending).toMatchObject({
      status: 'failed',
      code: 'agent-lost',
      details: { agent: 'gone', share: 0.25 },
    });
    expect(result.asserts.map(({ value, holds }) => [value, holds])).toEqual([
      [null, false],
      [null, false],
    ]);
    expect(result.agents!.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'lost']);
    expect(result.transports[0]!.probes!.sent).toBe(3 * measured.summary.sent);
    const rows = agentRows(result, wordsFor('en'))!.rows.map((row) => row.slice(0, 4));
    expect(rows.at(-1)).toEqual(['gone', 'lost after 0.0 s', '25 %', '0']);
  });

  it('says why one failed, in the words of what befell it', () => {
    const failure = { code: 'connection-reset', operation: 'measure', details: { address: '10.0.0.1:5000' } };
    const result = resultOf([{}, { name: 'cut', failure }]);
    expect(result.ending).toMatchObject({
      code: 'agent-failed',
      message: expect.stringMatching(/^Agent cut: .*10\.0\.0\.1:5000/) as string,
    });
    expect(result.agents!.map(({ state }) => state)).toEqual(['done', 'lost']);
  });
});
