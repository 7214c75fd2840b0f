/** How a transport's run ended, from what its generators report. */
import { SockbenchError } from '../../errors.ts';
import { codeOfSend } from '../../net/failure.ts';
import type { Warning } from '../../result/schema.ts';
import type { ErrorCode } from '../../words/index.ts';
import { warning } from './assemble/warnings.ts';
import type { TransportPlan } from './effective.ts';
import type { Finished } from './pool.ts';

export interface EndContext {
  /** The address as people write it. */
  readonly address: string;
  /** Somebody ended it early. */
  readonly halted: boolean;
  /** A stream down fell silent. */
  readonly silent: boolean;
}

/** Connections that ended under way: all of them end the run, some of them are told. Nothing moved; nobody answered. */
export function judgeEnd(
  finished: readonly Finished[],
  plan: TransportPlan,
  { address, halted, silent }: EndContext,
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
  const code = halted ? null : unanswered(finished);
  if (code !== null) return { failure: failed(code), warnings };
  const errno = halted ? null : refusedAll(finished);
  return { failure: errno === null ? undefined : sendFailure(errno, address, plan), warnings };
}

/** The errno with which most sends were refused, where none was not; null otherwise. */
function refusedAll(finished: readonly Finished[]): string | null {
  const ledgers = finished.map((part) => part.measured).filter((ledger) => ledger !== null);
  if (ledgers.some(({ sent }) => sent > 0)) return null;
  const all = ledgers.flatMap(({ refused }) => [...refused]).sort((a, b) => b[1] - a[1]);
  return all[0]?.[0] ?? null;
}

function sendFailure(errno: string, address: string, { transport, size }: TransportPlan): SockbenchError {
  const code = codeOfSend(errno, transport);
  return new SockbenchError(code, 'send', { address, errno, bytes: size, reason: errno });
}

/** Why no probe was answered; null where one was, or where none is. */
function unanswered(finished: readonly Finished[]): 'no-answer' | 'datagram-refused' | null {
  const ledgers = finished.map((part) => part.measured).filter((ledger) => ledger !== null);
  if (ledgers.length === 0 || ledgers.some(({ received, late }) => received + late > 0)) return null;
  if (ledgers.some(({ refused }) => refused.has('ECONNREFUSED'))) return 'datagram-refused';
  // What is still awaited may come.
  return ledgers.some(({ lost }) => lost > 0) ? 'no-answer' : null;
}
