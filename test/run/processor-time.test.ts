import { describe, expect, it } from 'vitest';
import { groupsIn, quotaIn, stolenIn, throttledIn } from '../../src/run/processor-time.ts';

describe('processor time that was taken away', () => {
  const files: Record<string, string> = {
    '/sys/fs/cgroup/a/b/cpu.stat': 'usage_usec 9\nnr_periods 4\nnr_throttled 0\nthrottled_usec 0\n',
    '/sys/fs/cgroup/a/cpu.stat': 'usage_usec 9\nnr_periods 4\nnr_throttled 3\nthrottled_usec 120500\n',
    '/sys/fs/cgroup/cpu.stat': 'usage_usec 900\n',
  };
  const read = (path: string): string | null => files[path] ?? null;

  it('a quota of any group above holds, in ns', () => {
    expect(throttledIn('/sys/fs/cgroup/a/b', read)).toBe(120_500_000);
    expect(throttledIn('/sys/fs/cgroup/a', read)).toBe(120_500_000);
    // The first version tells ns.
    const old = 'nr_periods 4\nnr_throttled 3\nthrottled_time 70123456\n';
    expect(throttledIn('/sys/fs/cgroup/cpu/x', (path) => (path.includes('/x/') ? old : null))).toBe(
      70_123_456,
    );
  });

  it('the least of a group and those above it is what it may use, in either version', () => {
    const limits: Record<string, string> = {
      '/sys/fs/cgroup/a/b/cpu.max': 'max 100000\n',
      '/sys/fs/cgroup/a/cpu.max': '150000 100000\n',
      '/sys/fs/cgroup/cpu/x/cpu.cfs_quota_us': '50000\n',
      '/sys/fs/cgroup/cpu/x/cpu.cfs_period_us': '100000\n',
      '/sys/fs/cgroup/cpu/y/cpu.cfs_quota_us': '-1\n',
      '/sys/fs/cgroup/cpu/y/cpu.cfs_period_us': '100000\n',
      '/sys/fs/cgroup/cpu/z/cpu.cfs_quota_us': '5\n',
    };
    const told = (path: string): number | null => quotaIn(path, (file) => limits[file] ?? null);
    expect(told('/sys/fs/cgroup/a/b')).toBe(1.5);
    expect(told('/sys/fs/cgroup/cpu/x')).toBe(0.5);
    for (const none of ['/sys/fs/cgroup', '/sys/fs/cgroup/cpu/y', '/sys/fs/cgroup/cpu/z'])
      expect(told(none)).toBeNull();
  });

  it('is not known where no group tells', () => {
    expect(throttledIn('/sys/fs/cgroup', read)).toBeNull();
    expect(throttledIn('/sys/fs/cgroup/elsewhere', () => null)).toBeNull();
    expect(throttledIn('/sys/fs/cgroup/x', () => 'throttled_usec NaN\n')).toBeNull();
  });

  it('the groups of this process are found in either version', () => {
    expect(groupsIn('0::/a/b\n')).toEqual(['/sys/fs/cgroup/a/b']);
    expect(groupsIn('4:memory:/m\n2:cpuacct:/\n1:cpu:/x\n0::/\n')).toEqual([
      '/sys/fs/cgroup/cpu/x',
      '/sys/fs/cgroup',
    ]);
    expect(groupsIn('3:cpu,cpuacct:/docker/1\n')).toEqual(['/sys/fs/cgroup/cpu/docker/1']);
    expect(groupsIn('')).toEqual([]);
  });

  it('steal is the eighth column, in hundredths of a second', () => {
    expect(stolenIn('cpu  1 2 3 4 5 6 7 250 9 10\ncpu0 1 2 3 4 5 6 7 8 9 10\n')).toBe(2.5e9);
    expect(stolenIn('cpu  1 2 3\n')).toBeNull();
    expect(stolenIn('')).toBeNull();
  });
});
