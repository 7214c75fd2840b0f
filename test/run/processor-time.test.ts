import { describe, expect, it } from 'vitest';
import { stolenIn, throttledIn } from '../../src/run/processor-time.ts';

describe('processor time that was taken away', () => {
  const files: Record<string, string> = {
    '/sys/fs/cgroup/a/b/cpu.stat': 'usage_usec 9\nnr_periods 4\nnr_throttled 0\nthrottled_usec 0\n',
    '/sys/fs/cgroup/a/cpu.stat': 'usage_usec 9\nnr_periods 4\nnr_throttled 3\nthrottled_usec 120500\n',
    '/sys/fs/cgroup/cpu.stat': 'usage_usec 900\n',
  };
  const read = (path: string): string | null => files[path] ?? null;

  it('a quota of any group above holds, in ns', () => {
    expect(throttledIn('/a/b', read)).toBe(120_500_000);
    expect(throttledIn('/a', read)).toBe(120_500_000);
  });

  it('is not known where no group tells', () => {
    expect(throttledIn('', read)).toBeNull();
    expect(throttledIn('/elsewhere', () => null)).toBeNull();
    expect(throttledIn('/x', () => 'throttled_usec NaN\n')).toBeNull();
  });

  it('steal is the eighth column, in hundredths of a second', () => {
    expect(stolenIn('cpu  1 2 3 4 5 6 7 250 9 10\ncpu0 1 2 3 4 5 6 7 8 9 10\n')).toBe(2.5e9);
    expect(stolenIn('cpu  1 2 3\n')).toBeNull();
    expect(stolenIn('')).toBeNull();
  });
});
