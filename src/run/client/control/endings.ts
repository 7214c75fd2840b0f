/** How a transport's run ended, from what its generators report. */
import { SockbenchError } from '../../../errors.ts';
import type { Warning } from '../../../result/document/schema.ts';
import type { ErrorCode } from '../../../words/index.ts';
import { warning } from '../assemble/warnings.ts';
import type { TransportPlan } from '../plan/effective.ts';
import type { Finished } from '../threads/pool.ts';

export interface EndContext {
  /** The address as people write it. */
  readonly address: string;
  /** A stream down fell silent. */
  readonly silent: boolean;
}

/** Connections that ended under way: all of them end the run, some of them are told. Nothing moved. */
export function judgeEnd(
  finished: readonly Finished[],
  plan: TransportPlan,
  { address, silent }: EndContext,
): { failure: SockbenchError | undefined; warnings: Warning[] } {
  const { clients, transport, mode, stall } = plan;
  const counted = finished.reduce((all, { report }) => all + report.endedFlows, 0);
  const ended = transport === 'tcp' && mode !== 'connect' ? counted : 0;
  const some = ended > 0 && ended < clients;
  const awaited = finished.reduce((all, { measured }) => all + (measured?.open ?? 0), 0);
  const warnings = [
    ...(some ? [warning('flows-ended', { count: ended, clients })] : []),
    ...(awaited > 0 ? [warning('cut-short', { count: awaited })] : []),
  ];
  const failed = (code: ErrorCode) =>
    new SockbenchError(code, 'measure', { address, ...(code === 'stalled' ? { seconds: stall / 1e9 } : {}) });
  if (silent || finished.some(({ report }) => report.stalled))
    return { failure: failed('stalled'), warnings };
  if (ended >= clients) return { failure: failed('connection-reset'), warnings };
  return { failure: undefined, warnings };
}
