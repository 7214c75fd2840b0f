import { describe, expect, it } from 'vitest';
import { BurstLoss } from '../../src/link/burst.ts';
import { type DrawKey, draw, PURPOSE } from '../../src/link/draw.ts';

const BLOCK = 1024;

/** The chain read from its definition: from the start of the number's block, step by step. */
function naive(ratio: number, length: number, key: DrawKey): boolean {
  // One good packet at least stands between two runs.
  const runs = Math.max(length, ratio / (1 - ratio));
  const toBad = ratio >= 1 ? 1 : ratio / (runs * (1 - ratio));
  const start = key.number - (key.number % BLOCK);
  let bad = draw({ ...key, number: start }, PURPOSE.burstStart) < ratio;
  for (let number = start + 1; number <= key.number; number++) {
    const chance = draw({ ...key, number }, PURPOSE.burst);
    bad = bad ? chance >= 1 / runs : chance < toBad;
  }
  return bad;
}

describe('loss in bursts', () => {
  it.each([
    [0.05, 8],
    [0.5, 2],
    [0.9, 1.5],
    [0.3, 1],
    [1, 4],
  ])(
    'is the chain that the key names, in whatever order it is asked: ratio %f, runs of %f',
    (ratio, length) => {
      const keys: DrawKey[] = [];
      // Forwards, the same again, backwards, over the end of a block, and far ahead.
      for (const seed of [7, 8])
        for (const flow of [0, 1, 9])
          for (const copy of [0, 1])
            for (const number of [0, 1, 2, 2, 3, 700, 701, 699, 0, 1023, 1024, 1025, 1024, 5000, 2 ** 33 + 5])
              keys.push({ seed, flow, number, copy });
      // Flows, seeds and copies take turns.
      const shuffled = keys
        .map((key, at) => ({ key, at: (at * 7919) % keys.length }))
        .sort((a, b) => a.at - b.at);
      for (const order of [keys, shuffled.map(({ key }) => key)]) {
        const chain = new BurstLoss(ratio, length);
        for (const key of order)
          expect(chain.lost({ ...key }), JSON.stringify(key)).toBe(naive(ratio, length, key));
      }
    },
  );

  it.each([
    [0, 3],
    [0.2, 5],
    [0.5, 1],
    [0.9, 1.5],
    [0.95, 4],
    [1, 3],
  ])('loses %f of the packets, though such a ratio may need longer runs than %f', (ratio, length) => {
    const chain = new BurstLoss(ratio, length);
    const count = 100_000;
    let lost = 0;
    for (let number = 0; number < count; number++)
      if (chain.lost({ seed: 1, flow: 0, number, copy: 0 })) lost++;
    if (ratio === 0 || ratio === 1) expect(lost).toBe(ratio * count);
    // Runs make it vary more than independent losses do.
    else expect(Math.abs(lost / count - ratio)).toBeLessThan(0.02);
  });

  it('keeps every flow and copy apart', () => {
    const chain = new BurstLoss(0.4, 6);
    for (let number = 0; number < 12; number++)
      for (let flow = 0; flow < 20; flow++)
        for (let copy = 0; copy < 8; copy++) {
          const key = { seed: 3, flow, number, copy };
          expect(chain.lost({ ...key }), JSON.stringify(key)).toBe(naive(0.4, 6, key));
        }
  });

  it('forgets where it was with very many flows, and still knows the state', () => {
    const chain = new BurstLoss(0.3, 3);
    for (let flow = 0; flow < 70_000; flow++) chain.lost({ seed: 1, flow, number: 3, copy: 0 });
    for (const flow of [0, 1, 65_535, 65_536, 69_999]) {
      const key = { seed: 1, flow, number: 4, copy: 0 };
      expect(chain.lost({ ...key })).toBe(naive(0.3, 3, key));
    }
  });
});
