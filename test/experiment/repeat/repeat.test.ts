/** The same run several times, over networks whose losses are known. */
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { conduct } from '../../../src/experiment/conduct.ts';
import { medianInterval } from '../../../src/experiment/repeat/median-interval.ts';
import { repeat, repeatDocument } from '../../../src/experiment/repeat/repeat.ts';
import { safeJson } from '../../../src/present/export/json.ts';
import { parseSaved } from '../../../src/result/document/codec.ts';
import { RepeatDocumentSchema } from '../../../src/result/document/repeat.ts';
import { memoryRunner } from '../memory-runner.ts';

const MS = 1e6;
const REQUEST = { transports: ['udp' as const], count: 200, rate: 1000 };
const network = (delay: number, loss = 0) => ({
  seed: 5,
  up: { delay: delay * MS, loss },
  down: { delay: delay * MS },
});

const repeated = (times: number, of: (made: number) => ReturnType<typeof network>) => {
  const plan = { request: REQUEST, times };
  return conduct(repeat, plan, repeatDocument(plan), { runner: memoryRunner(of) }).document;
};

describe('a run that is repeated', () => {
  it('gives median, extremes and interval of each figure, over networks that are known', async () => {
    const delays = [4, 1, 3, 2, 7, 5, 6];
    const document = await repeated(7, (made) => network(delays[made]!));
    const p50 = document.figures.find(({ metric }) => metric === 'p50')!;
    expect(p50.values.map((value) => Math.round(value! / (2 * MS)))).toEqual(delays);
    const rounded = [p50.median, p50.least, p50.most].map((value) => Math.round(value / (2 * MS)));
    expect(rounded).toEqual([4, 1, 7]);
    expect(p50.interval95!.map((value) => Math.round(value / (2 * MS)))).toEqual([1, 7]);
    expect(document).toMatchObject({ planned: 7, made: 7, ending: { status: 'completed' } });
    expect(document.runs.map((run) => run.transports[0]!.probes!.sent)).toEqual(Array(7).fill(200));
  });

  it('is a document that its schema takes', async () => {
    const document = await repeated(2, () => network(1, 0.1));
    const parsed = v.safeParse(RepeatDocumentSchema, JSON.parse(JSON.stringify(document)));
    expect(parsed.success ? [] : parsed.issues.map((issue) => v.getDotPath(issue))).toEqual([]);
    // The last line of its stream is it, too.
    const lines = `{"event":"step","step":0}\n${safeJson({ event: 'repeat', ...document })}\n`;
    expect(parseSaved(Buffer.from(lines), 'x')).toMatchObject({ kind: 'repeat', document: { made: 2 } });
  });

  it('loses other packets each time over a link whose seed nobody chose, and the same ones else', () => {
    const side = { delay: 0 } as never;
    const impairment = { up: side, down: side, profile: null, seed: 8 };
    const seeds = (request: object) =>
      [0, 1, 2].map(
        (made) =>
          repeat.steps(
            { request: { ...REQUEST, impairment, ...request }, times: 3 },
            Array(made).fill(null) as never,
          )!.runs[0]!.request.impairment!.seed,
      );
    expect(seeds({})).toEqual([8, 9, 10]);
    expect(seeds({ seed: 8 })).toEqual([8, 8, 8]);
  });
});

describe('the interval of a median', () => {
  it('is that of the binomial distribution (Hollander and Wolfe, table A.2)', () => {
    const values = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
    expect(medianInterval(values(5))).toBeNull();
    expect(medianInterval(values(6))).toEqual([1, 6]);
    expect(medianInterval(values(8))).toEqual([1, 8]);
    expect(medianInterval(values(9))).toEqual([2, 8]);
    expect(medianInterval(values(15))).toEqual([4, 12]);
    expect(medianInterval(values(20))).toEqual([6, 15]);
  });
});
