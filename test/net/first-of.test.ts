import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { firstOf } from '../../src/net/first-of.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What happens at each address: after so many ms it answers (true) or refuses. */
type Fate = readonly [ms: number, answers: boolean];

function race(fates: readonly Fate[], signal?: AbortSignal) {
  const begun: [string, number][] = [];
  const discarded: string[] = [];
  const start = Date.now();
  const names = fates.map((_, i) => `a${i}`);
  const ended = firstOf<string>(names, {
    signal,
    attempt: (address, given) => {
      begun.push([address, Date.now() - start]);
      const [ms, answers] = fates[Number(address.slice(1))]!;
      return new Promise((resolve, reject) => {
        given.addEventListener('abort', () => reject(`${address} given up`));
        setTimeout(() => (answers ? resolve(address) : reject(`${address} refused`)), ms);
      });
    },
    discard: (value) => discarded.push(value),
  });
  const outcome = ended.then(
    ({ address }) => ({ address, at: Date.now() - start }),
    (met: unknown) => ({ met, at: Date.now() - start }),
  );
  return { outcome, begun, discarded };
}

describe('the first of several addresses that answers', () => {
  it.each<readonly [string, readonly Fate[], { address?: string; at: number }, number]>([
    ['one is taken as it is', [[5, true]], { address: 'a0', at: 5 }, 1],
    [
      'the next one at once where the first refuses',
      [
        [1, false],
        [5, true],
      ],
      { address: 'a1', at: 6 },
      2,
    ],
    [
      'the next one after a moment where the first says nothing',
      [
        [60_000, true],
        [5, true],
      ],
      { address: 'a1', at: 255 },
      2,
    ],
    [
      'the first, though it is slow, where the next is slower',
      [
        [400, true],
        [900, true],
      ],
      { address: 'a0', at: 400 },
      2,
    ],
    [
      'the last of many',
      [
        [1, false],
        [2, false],
        [3, false],
        [4, true],
      ],
      { address: 'a3', at: 10 },
      4,
    ],
    [
      'a far one is not given up because it is far',
      [
        [3000, true],
        [1, false],
      ],
      { address: 'a0', at: 3000 },
      2,
    ],
  ])('%s', async (_, fates, expected, attempts) => {
    const { outcome, begun } = race(fates);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(await outcome).toEqual(expected);
    expect(begun).toHaveLength(attempts);
  });

  it('tells what each of them met where none answers', async () => {
    const { outcome } = race([
      [300, false],
      [1, false],
      [1, false],
    ]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await outcome).toEqual({ met: ['a0 refused', 'a1 refused', 'a2 refused'], at: 300 });
  });

  it('gives up all when it is told to', async () => {
    const end = new AbortController();
    const { outcome } = race(
      [
        [60_000, true],
        [60_000, true],
      ],
      end.signal,
    );
    await vi.advanceTimersByTimeAsync(400);
    end.abort();
    expect(await outcome).toMatchObject({ at: 400 });
  });
});
