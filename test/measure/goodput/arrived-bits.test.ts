/** Which numbers arrived, against a plain set: pages that fill up, jumps, and what the window has left behind. */
import fc from 'fast-check';
import { it } from 'vitest';
import { Arrivals } from '../../../src/measure/arrivals.ts';
import { ArrivedBits, type BitmapMemory, WINDOW } from '../../../src/measure/goodput/arrived-bits.ts';
import { expect } from '../../quick.ts';
import { runs } from '../../runs.ts';

const PAGE = 32_768;

/** Runs of numbers below the highest that are not in the set. */
function missingIn(set: ReadonlySet<number>): Map<number, number> {
  const found = new Map<number, number>();
  let next = 0;
  for (const number of [...set].sort((a, b) => a - b)) {
    if (number > next) found.set(number - next, (found.get(number - next) ?? 0) + 1);
    next = number + 1;
  }
  return found;
}

it('numbers near each other, whatever their order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(300), { maxLength: 300 }), (numbers) => {
      const bits = new ArrivedBits();
      const seen = new Set<number>();
      for (const number of numbers) {
        expect(bits.add(number)).toBe(!seen.has(number));
        seen.add(number);
      }
      for (let number = 0; number <= 301; number++) expect(bits.has(number)).toBe(seen.has(number));
      expect(bits.missingRuns()).toEqual(missingIn(seen));
      expect(bits.highest).toBe(Math.max(-1, ...numbers));
    }),
    { numRuns: runs(200) },
  );
});

it('long runs of arrivals and of losses, side by side', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 20 }), (lengths) => {
      const bits = new ArrivedBits();
      const seen = new Set<number>();
      let at = 0;
      for (const [lost, arrived] of lengths) {
        at += lost;
        for (const end = at + arrived; at < end; at++) {
          bits.add(at);
          seen.add(at);
        }
      }
      expect(bits.missingRuns()).toEqual(missingIn(seen));
    }),
    { numRuns: runs(200) },
  );
});

it('numbers far apart, also beyond the window', () => {
  const steps = fc.array(fc.oneof(fc.nat(3), fc.nat(PAGE * 3), fc.nat(2 ** 24)), {
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(
    fc.property(steps, (jumps) => {
      const bits = new ArrivedBits();
      const seen = new Set<number>();
      let at = 0;
      for (const jump of jumps) {
        at += jump;
        expect(bits.add(at)).toBe(!seen.has(at));
        seen.add(at);
      }
      expect(bits.missingRuns()).toEqual(missingIn(seen));
    }),
    { numRuns: runs(60) },
  );
});

it('more probes than 2^32 in one flow', () => {
  const flow = new Arrivals();
  for (let turn = 0; turn <= 520; turn++) expect(flow.arrived(turn * 2 ** 24, 0, 0)).toBe(true);
  expect(flow.arrived(520 * 2 ** 24, 0, 0)).toBe(false);
  expect(flow).toMatchObject({ received: 521, duplicates: 1, highest: 520 * 2 ** 24 });
  expect(flow.highest).toBeGreaterThan(2 ** 33);
  expect(flow.missingRuns()).toEqual(new Map([[2 ** 24 - 1, 520]]));
});

it('a full page is still known, and a copy in it is a copy', () => {
  const bits = new ArrivedBits();
  for (let number = 0; number < PAGE + 5; number++) expect(bits.add(number)).toBe(true);
  expect([bits.has(0), bits.has(PAGE - 1), bits.has(PAGE + 4), bits.has(PAGE + 5)]).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect(bits.add(7)).toBe(false);
  expect(bits.add(PAGE + 4)).toBe(false);
  expect(bits.missingRuns()).toEqual(new Map());
});

it('behind the window every number counts as a copy, and the first page stays for the strip', () => {
  const bits = new ArrivedBits();
  bits.add(5);
  bits.add(PAGE + 5);
  bits.add(WINDOW + 3 * PAGE);
  expect(bits.add(6)).toBe(false);
  expect(bits.add(PAGE + 6)).toBe(false);
  expect(bits.add(3 * PAGE)).toBe(true);
  expect([bits.has(5), bits.has(6)]).toEqual([true, false]);
});

it('takes what it needs of the memory, gives back what is settled or complete, and believes nothing beyond', () => {
  const memory: BitmapMemory = { left: 20_000 };
  const bits = new ArrivedBits(memory);
  // Each page of which one number arrived needs 4 KiB, until the window has left it behind.
  for (let page = 1; page < 200; page++) {
    expect(bits.add(page * WINDOW - 1)).toBe(true);
    expect(memory.left).toBeGreaterThan(0);
  }
  const fresh: BitmapMemory = { left: 20_000 };
  const full = new ArrivedBits(fresh);
  for (let number = 0; number < 10 * PAGE; number++) full.add(number);
  expect(fresh.left).toBeGreaterThan(15_000);
  let added = 0;
  for (let page = 11; page < 30; page++) if (full.add(page * PAGE - 1)) added++;
  expect(added).toBe(4);
  expect(fresh.exhausted).toBe(true);
  expect(full.highest).toBe(14 * PAGE - 1);
});
