import { describe, it } from 'vitest';
import { Flood, Periodic, Poisson } from '../../src/measure/schedule.ts';
import { Jitter, meanJitter } from '../../src/measure/variation/jitter.ts';
import { expect } from '../quick.ts';

describe('schedules', () => {
  it('periodic: multiples of the period from the start on, without drift', () => {
    const schedule = new Periodic(500, 1e9 / 3);
    for (let k = 0; k < 10_000; k++, schedule.advance()) expect(schedule.next).toBe(500 + k * (1e9 / 3));
  });

  it('poisson: exponential gaps of the mean, the same for the same seed', () => {
    const times = (seed: number): number[] => {
      const schedule = new Poisson(1000, 200, seed);
      return Array.from({ length: 20_000 }, () => {
        const { next } = schedule;
        schedule.advance();
        return next;
      });
    };
    const first = times(7);
    expect(times(7)).toEqual(first);
    expect(times(8)).not.toEqual(first);
    const gaps = first.map((at, i) => at - (first[i - 1] ?? 1000));
    expect(Math.min(...gaps)).toBeGreaterThan(0);
    const mean = gaps.reduce((all, gap) => all + gap, 0) / gaps.length;
    // 5 ms, and as wide: an exponential's deviation is its mean. Five standard errors.
    expect(Math.abs(mean / 5e6 - 1)).toBeLessThan(5 / Math.sqrt(gaps.length));
    const above = gaps.filter((gap) => gap > 5e6).length / gaps.length;
    expect(Math.abs(above - Math.exp(-1))).toBeLessThan(0.02);
  });

  it('flood: due from the start, always', () => {
    const schedule = new Flood(77);
    expect(schedule.next).toBe(77);
    schedule.advance();
    expect(schedule.next).toBe(77);
  });
});

describe('jitter (RFC 3550)', () => {
  it('moves by a sixteenth of each change of the transit time', () => {
    const jitter = new Jitter();
    jitter.arrived(0, 100);
    expect(jitter).toMatchObject({ sum: 0, updates: 0 });
    jitter.arrived(1000, 1132);
    expect(jitter).toMatchObject({ sum: 2, updates: 1 });
    // Earlier counts as much as later: |D| = 64.
    jitter.arrived(2000, 2068);
    const second = 2 + (64 - 2) / 16;
    expect(jitter).toMatchObject({ sum: 2 + second, updates: 2 });
    jitter.arrived(3000, 3068);
    expect(jitter.sum).toBe(2 + second + second * (15 / 16));
  });

  it('of several flows is the mean over all updates; unknown without any', () => {
    expect(meanJitter([])).toBeNull();
    expect(meanJitter([{ sum: 0, updates: 0 }])).toBeNull();
    expect(
      meanJitter([
        { sum: 10, updates: 2 },
        { sum: 20, updates: 3 },
      ]),
    ).toBe(6);
  });
});
