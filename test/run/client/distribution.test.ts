import { expect, it } from 'vitest';
import { Histogram } from '../../../src/measure/histogram.ts';
import { seededRandom } from '../../../src/measure/random.ts';
import { distributionOf } from '../../../src/run/client/assemble/figures/distribution.ts';

const random = seededRandom(9);

/** Ten slices; every other one is slower by `shift` ns. */
function sliced(shift: number) {
  const slices = Array.from({ length: 10 }, (_, k) => {
    const slice = new Histogram();
    for (let i = 0; i < 1000; i++) slice.record(1e6 + (k % 2) * shift + random() * 1e5);
    return [slice.data()];
  });
  return { slices, all: Histogram.from(slices.flat()).data() };
}

const width = (interval: readonly [number, number] | null): number => interval![1] - interval![0];

it('times that are slow together widen the intervals of percentiles; times that are not leave them', () => {
  const mixed = sliced(0);
  const alone = distributionOf(mixed.all).confidence95!;
  const judged = distributionOf(mixed.all, mixed.slices).confidence95!;
  expect(width(judged.p50)).toBeLessThan(2 * width(alone.p50));
  const turns = sliced(40_000);
  const blind = distributionOf(turns.all).confidence95!;
  const seen = distributionOf(turns.all, turns.slices).confidence95!;
  expect(width(seen.p50)).toBeGreaterThan(3 * width(blind.p50));
});

it('many slices are judged as forty', () => {
  const { slices, all } = sliced(40_000);
  const many = Array.from({ length: 400 }, (_, k) => (k % 40 === 0 ? slices[k / 40]! : []));
  expect(distributionOf(all, many).confidence95).toEqual(distributionOf(all, slices).confidence95);
});
