import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tasksOf } from '../../src/fleet/tasks.ts';
import { type RunRequest, specOf } from '../../src/library/spec.ts';
import { runs } from '../runs.ts';

const TARGET = { scheme: 'sockbench', host: '10.0.0.1', port: 5000 } as const;
const divided = (request: Partial<RunRequest>, agents: number) =>
  tasksOf(specOf({ transports: ['udp'], seed: 7, ...request }), TARGET, agents).map(
    ({ spec, before, all }) => ({ ...spec, before, all }),
  );

describe('a load', () => {
  it('is divided exactly: shares add up, and nobody is left without', () => {
    const numbers = fc.record({
      agents: fc.integer({ min: 1, max: 64 }),
      more: fc.integer({ min: 0, max: 500 }),
      count: fc.integer({ min: 1000, max: 10 ** 9 }),
      rate: fc.integer({ min: 1, max: 10 ** 6 }),
      threads: fc.integer({ min: 1, max: 8 }),
    });
    fc.assert(
      fc.property(numbers, ({ agents, more, count, rate, threads }) => {
        const clients = agents + more;
        const shares = divided({ clients, count, rate, threads: Math.min(threads, clients) }, agents);
        const sum = (of: (share: (typeof shares)[number]) => number): number =>
          shares.reduce((all, share) => all + of(share), 0);
        expect(sum(({ clients: own }) => own)).toBe(clients);
        expect(sum(({ count: own }) => own!)).toBe(count);
        expect(sum(({ rate: own }) => own as number)).toBeCloseTo(rate, 6);
        expect(Math.min(...shares.map(({ clients: own }) => own))).toBeGreaterThan(0);
        // Generators stand in one row.
        expect(sum(({ threads: own }) => own)).toBe(shares[0]!.all);
        for (const [at, { before }] of shares.entries())
          expect(before).toBe(shares.slice(0, at).reduce((all, { threads: own }) => all + own, 0));
      }),
      { numRuns: runs(100) },
    );
  });

  it('has its default divided, too: it is that of all agents together', () => {
    expect(divided({ clients: 4 }, 4).map(({ rate }) => rate)).toEqual([250, 250, 250, 250]);
    expect(divided({ transports: ['tcp', 'udp'], clients: 4 }, 4).map(({ rate }) => rate)).toEqual([
      25, 25, 25, 25,
    ]);
    expect(divided({ transports: ['tcp'], clients: 2 }, 2).map(({ rate }) => rate)).toEqual([null, null]);
    expect(divided({ rate: 'max', mode: 'up', clients: 2 }, 2).map(({ rate }) => rate)).toEqual([
      'max',
      'max',
    ]);
    expect(divided({ bitrate: 3e6, clients: 3 }, 2).map(({ bitrate }) => bitrate)).toEqual([2e6, 1e6]);
  });

  it('gives no two generators one schedule, and gates to nobody', () => {
    const shares = divided({ clients: 6, threads: 2, asserts: ['loss<1%'], seed: 2 ** 32 - 1 }, 3);
    expect(shares.map(({ seed }) => seed)).toEqual([2 ** 32 - 1, 1, 3]);
    expect(shares.flatMap(({ asserts }) => asserts)).toEqual([]);
    expect(new Set(shares.map(({ target }) => target))).toEqual(new Set([TARGET]));
  });

  it('that does not go round is refused', () => {
    expect(() => divided({ clients: 3 }, 4)).toThrow(
      expect.objectContaining({
        code: 'fleet-share',
        details: { option: '--clients', amount: 3, agents: 4 },
      }),
    );
    expect(() => divided({ clients: 4, count: 3 }, 4)).toThrow(
      expect.objectContaining({ details: { option: '--count', amount: 3, agents: 4 } }),
    );
  });
});
