/** The machine that measured, as it stands in every result. */
import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import type { RunResult } from '../../result/document/schema.ts';
import { processorQuota } from '../processor-time.ts';

export function describeHost(): RunResult['host'] {
  return {
    os: `${platform()} ${arch()}`,
    kernel: release(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    cpuQuota: processorQuota(),
    memoryBytes: totalmem(),
    runtime: `node ${process.versions.node}`,
  };
}

/** The smallest step of the clock that is seen in a few thousand readings, in ns; null where none was seen. */
export function clockResolution(): number | null {
  let smallest = Number.POSITIVE_INFINITY;
  let before = process.hrtime.bigint();
  for (let reading = 0; reading < 2000; reading++) {
    const now = process.hrtime.bigint();
    if (now > before) smallest = Math.min(smallest, Number(now - before));
    before = now;
  }
  return Number.isFinite(smallest) ? smallest : null;
}
