/** Packets that an end's own queues dropped without a word. A send that was refused is known already, though the system counts it as dropped besides. */
import type { TransportResult } from '../../../result/document/schema.ts';
import type { ServerLedger } from '../../../wire/control.ts';
import type { AssemblyInput } from './inputs.ts';

/** Errnos with which a full queue, or a rule, refuses a packet that IP has counted among its `OutDiscards`. */
const COUNTED: ReadonlySet<string> = new Set(['ENOBUFS', 'EPERM']);

/** The input with each end's drops less what that end was refused. */
export function silentDrops(input: AssemblyInput): AssemblyInput {
  const { queueDrops, ledger, finished } = input;
  const own = finished.flatMap(({ measured, stream }) => [...(measured ?? stream)!.refused]);
  return {
    ...input,
    queueDrops: less(queueDrops, own),
    ledger: ledger && { ...ledger, ...withoutRefused(ledger) },
  };
}

/**
 * Of each end's drops those that can have been this transport's: another may run beside it, and the counters are the whole
 * machine's. It lost so many datagrams that way, or its connections sent so many segments again.
 */
export function ownDrops(
  input: Pick<AssemblyInput, 'plan' | 'queueDrops' | 'ledger' | 'finished'>,
  loss: Pick<TransportResult['loss'], 'up' | 'down'>,
): { readonly client: number | null; readonly server: number | null } {
  const { plan, queueDrops, ledger, finished } = input;
  const tcp = finished.map(({ report }) => report.tcp);
  const resent = tcp.includes(null) ? null : tcp.flat().reduce((all, info) => all + info!.retransmits, 0);
  const most = (drops: number | null | undefined, bound: number | null | undefined): number | null =>
    drops == null ? null : Math.min(drops, bound ?? drops);
  return plan.transport === 'tcp'
    ? { client: most(queueDrops, resent), server: most(ledger?.queueDrops, ledger?.tcp?.retransmits) }
    : { client: most(queueDrops, loss.up?.lost), server: most(ledger?.queueDrops, loss.down?.lost) };
}

const withoutRefused = ({ queueDrops, refused }: ServerLedger): Pick<ServerLedger, 'queueDrops'> =>
  queueDrops === undefined ? {} : { queueDrops: less(queueDrops, Object.entries(refused)) };

const less = (drops: number | null, refused: readonly (readonly [string, number])[]): number | null =>
  drops === null
    ? null
    : Math.max(
        0,
        refused.reduce((left, [errno, count]) => left - (COUNTED.has(errno) ? count : 0), drops),
      );
