/**
 * Who took processor time away from this process: its control group's quota (cpu.stat, of either version), or the hypervisor
 * (steal in /proc/stat, which is the whole machine's). Only differences over a run mean anything.
 */
import { readFileSync } from 'node:fs';

/** ns; null where the system does not tell. */
export interface Taken {
  readonly throttled: number | null;
  readonly stolen: number | null;
}

const GROUPS = '/sys/fs/cgroup';
/** ns of one step of /proc/stat (USER_HZ is 100 everywhere that Node runs). */
const STEP = 1e7;

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Folders of this process's group, in either version: `0::/a` is the second one, `1:cpu,cpuacct:/a` the first. */
export function groupsIn(cgroup: string): string[] {
  return Array.from(cgroup.matchAll(/^\d+:([^:\n]*):(\/[^\n]*)$/gm), ([, controllers = '', path = '']) => {
    if (controllers !== '' && !controllers.split(',').includes('cpu')) return [];
    return [`${GROUPS}${controllers === '' ? '' : '/cpu'}${path.replace(/\/$/, '')}`];
  }).flat();
}

/** Of a group and all above it: a quota anywhere holds. ns, of the one that was held back most. */
export function throttledIn(folder: string, readFile = read): number | null {
  let most: number | null = null;
  for (let path = folder; path.startsWith(GROUPS); path = path.slice(0, path.lastIndexOf('/'))) {
    const text = readFile(`${path}/cpu.stat`) ?? '';
    const [, unit, told] = /^throttled_(usec|time) (\d{1,18})$/m.exec(text) ?? [];
    if (told !== undefined) most = Math.max(most ?? 0, Number(told) * (unit === 'usec' ? 1e3 : 1));
  }
  return most;
}

/** Processors' worth of time that a group and all above it allow: 1.5 is one and a half. null: no limit, or none is known. */
export function quotaIn(folder: string, readFile = read): number | null {
  let least: number | null = null;
  for (let path = folder; path.startsWith(GROUPS); path = path.slice(0, path.lastIndexOf('/'))) {
    const text =
      readFile(`${path}/cpu.max`) ??
      `${readFile(`${path}/cpu.cfs_quota_us`)?.trim()} ${readFile(`${path}/cpu.cfs_period_us`)?.trim()}`;
    const [, quota, period] = /^(\d{1,15}) (\d{1,15})\s*$/.exec(text) ?? [];
    if (quota !== undefined && Number(period) > 0)
      least = Math.min(least ?? Number.POSITIVE_INFINITY, Number(quota) / Number(period));
  }
  return least;
}

/** Of this process. */
export function processorQuota(): number | null {
  const known = groupsIn(read('/proc/self/cgroup') ?? '').flatMap((folder) => quotaIn(folder) ?? []);
  return known.length === 0 ? null : Math.min(...known);
}

/** @param stat text of /proc/stat */
export function stolenIn(stat: string): number | null {
  const steal = /^cpu +(?:\d+ +){7}(\d{1,15})/m.exec(stat)?.[1];
  return steal === undefined ? null : Number(steal) * STEP;
}

function taken(): Taken {
  const known = groupsIn(read('/proc/self/cgroup') ?? '').flatMap((folder) => throttledIn(folder) ?? []);
  return {
    throttled: known.length === 0 ? null : Math.max(...known),
    stolen: stolenIn(read('/proc/stat') ?? ''),
  };
}

const since = (after: number | null, before: number | null): number | null =>
  after === null || before === null ? null : Math.max(0, after - before);

export class ProcessorWatch {
  #before: Taken = { throttled: null, stolen: null };

  begin(): void {
    this.#before = taken();
  }

  /** Since it began. */
  get taken(): Taken {
    const now = taken();
    return {
      throttled: since(now.throttled, this.#before.throttled),
      stolen: since(now.stolen, this.#before.stolen),
    };
  }
}
