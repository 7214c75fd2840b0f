/** What several agents measured, as one result: the same that one run with several generators has. */
import { beforeAll, describe, expect, it } from 'vitest';
import { mergeParts } from '../../src/fleet/merge/parts.ts';
import { partOf } from '../../src/fleet/merge/shift.ts';
import { PART_BOUNDS, unpack } from '../../src/fleet/protocol/packed.ts';
import { PartSchema } from '../../src/fleet/protocol/part-schema.ts';
import { encodeHistogram } from '../../src/measure/encode-histogram.ts';
import { Histogram } from '../../src/measure/histogram.ts';
import { readHistogram } from '../../src/result/histogram.ts';
import { assemble } from '../../src/run/client/assemble/assemble.ts';
import { SECOND } from '../../src/units.ts';
import { type MeasuredEcho, measureEcho } from './measured.ts';

const LOSSY = { delay: 5e6, jitter: 3e6, loss: 0.1, duplicate: 0.05, reorder: 0.1 };
const MERGING = { perFlow: true, screen: false };
let agents: MeasuredEcho[];

beforeAll(async () => {
  agents = await Promise.all(
    [
      { flows: 3, rate: 90, seed: 1 },
      { flows: 1, rate: 30, seed: 2 },
      { flows: 2, rate: 60, seed: 3 },
    ].map((scenario) =>
      measureEcho({
        ...scenario,
        duration: 2 * SECOND,
        network: { seed: scenario.seed, up: LOSSY, down: LOSSY } as never,
      }),
    ),
  );
});

const partsOf = (of: readonly MeasuredEcho[]) =>
  of.map(({ input }, at) => ({ agent: `a${at}`, machine: `m${at}`, lost: false, part: partOf(input) }));

it('what is packed is what comes out', () => {
  for (const { input, part } of agents) expect(unpack(PartSchema, part, PART_BOUNDS)).toEqual(partOf(input));
});

it('cells, counts, directions and intervals add up, flow by flow', () => {
  const merged = assemble(mergeParts(partsOf(agents), MERGING), [])!;
  const singly = agents.map(({ input }) => assemble({ ...input, perFlow: true }, [])!);
  const sum = (pick: (one: typeof merged) => number | null | undefined): number =>
    singly.reduce((all, one) => all + pick(one)!, 0);
  for (const count of ['due', 'sent', 'received', 'lost', 'open', 'late', 'duplicates', 'reordered'] as const)
    expect(merged.probes![count], count).toBe(sum(({ probes }) => probes![count]));
  for (const way of ['up', 'down'] as const)
    for (const count of ['sent', 'received', 'lost', 'duplicates', 'reordered'] as const)
      expect(merged.loss[way]![count], `${way} ${count}`).toBe(sum(({ loss }) => loss[way]![count]));
  expect(merged.loss.up!.lost! + merged.loss.down!.lost!).toBe(merged.probes!.lost);
  expect(merged.probes!.lost).toBeGreaterThan(0);
  for (const kind of ['response', 'service', 'sendLag'] as const) {
    const parts = agents.map(({ summary }) => summary[kind]!);
    const truth = readHistogram(encodeHistogram(Histogram.from(parts).data()))!;
    expect(readHistogram(merged.latency[kind]!.histogram)).toEqual(truth);
  }
  expect(merged.intervals.map(({ sent }) => sent)).toEqual(
    merged.intervals.map((_, at) => singly.reduce((all, one) => all + (one.intervals[at]?.sent ?? 0), 0)),
  );
  const flows = ({ flows: rows }: typeof merged) =>
    rows!.map(({ sent, received, lost }) => [sent, received, lost]);
  const inOrder = (rows: unknown[][]) => rows.map(String).sort((a, b) => a.localeCompare(b));
  expect(inOrder(flows(merged))).toEqual(inOrder(singly.flatMap(flows)));
  expect(merged).toMatchObject({ clients: 6, rate: { offered: 180 }, engine: 'portable' });
});

describe('the strip of fates', () => {
  it('knows of each lost probe on which way it was lost, whosever it was', () => {
    const { fates } = assemble(mergeParts(partsOf(agents), MERGING), [])!.delivery!;
    const counted = (text: string, fate: string): number =>
      [...text.matchAll(/(\d+)(.)/g)].reduce((all, [, n, of]) => all + (of === fate ? Number(n) : 0), 0);
    const singly = agents.map(({ input }) => assemble(input, [])!.delivery!.fates);
    for (const fate of ['.', 'u', 'n', 'd', 'o', 'l'])
      expect(counted(fates, fate), fate).toBe(singly.reduce((all, text) => all + counted(text, fate), 0));
  });
});
