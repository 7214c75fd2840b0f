/**
 * Who took processor time away from this process: its control group's quota (cgroup v2, cpu.stat), or the hypervisor
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

/** Of this process's group and all above it: a quota anywhere holds. */
export function throttledIn(group: string, readFile = read): number | null {
  let most: number | null = null;
  for (let path = group; ; path = path.slice(0, path.lastIndexOf('/'))) {
    const told = /^throttled_usec (\d{1,15})$/m.exec(readFile(`${GROUPS}${path}/cpu.stat`) ?? '')?.[1];
    if (told !== undefined) most = Math.max(most ?? 0, Number(told) * 1e3);
    if (!path.includes('/')) return most;
  }
}

/** @param stat text of /proc/stat */
export function stolenIn(stat: string): number | null {
  const steal = /^cpu +(?:\d+ +){7}(\d{1,15})/m.exec(stat)?.[1];
  return steal === undefined ? null : Number(steal) * STEP;
}

function taken(): Taken {
  const group = /^0::(\/.*)$/m.exec(read('/proc/self/cgroup') ?? '')?.[1] ?? '';
  return { throttled: throttledIn(group.replace(/\/$/, '')), stolen: stolenIn(read('/proc/stat') ?? '') };
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
