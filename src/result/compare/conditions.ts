/** Under which conditions a run was made, where two runs that were asked for the same may still differ. */

import type { RunResult } from '../document/schema.ts';
import type { Conditions } from './comparison.ts';

export function conditionsOf(result: RunResult): Conditions {
  const { host, spec, effective, tool, transports } = result;
  const each = (read: (transport: RunResult['transports'][number]) => string | null | undefined): string =>
    [...new Set(transports.map(read).filter((one) => one != null && one !== ''))].join(', ');
  return {
    host: `${host.os}, ${host.kernel}, ${host.cpu} × ${host.cores}${host.cpuQuota == null ? '' : ` (cpu.max ${host.cpuQuota})`}, ${host.runtime}`,
    engine: each(({ engine, quality }) => `${engine} (${quality.timestampSource})`),
    congestion: each(({ tcp }) =>
      [...new Set([tcp?.up?.congestionControl, tcp?.down?.congestionControl])]
        .filter((one) => one != null)
        .join(', '),
    ),
    // A server of the run's own listens on another port each time.
    target:
      spec.target === null ? '' : (effective?.serverAddress ?? `${spec.target.host}:${spec.target.port}`),
    version: tool.version,
  };
}
