/** Packets that an end's own queues dropped without a word. A send that was refused is known already, though the system counts it as dropped besides. */
import type { TransportResult } from '../../../../result/document/schema.ts';
import type { AssemblyInput } from '../inputs.ts';

/** Errnos with which a full queue, or a rule, refuses a packet that IP has counted among its `OutDiscards`. */
const COUNTED: ReadonlySet<string> = new Set(['ENOBUFS', 'EPERM']);

/** The input with each end's drops less what that end was refused, and less those of the warm-up. */
export function silentDrops(input: AssemblyInput): AssemblyInput {
  const { queueDrops, queues, ledger, finished } = input;
  const own = finished.flatMap(({ measured, stream }) => [...(measured ?? stream)!.refused]);
  const before = warmupLost(input);
  return {
    ...input,
    queueDrops: measuredDrops({ queueDrops, queues }, own, before.up),
    ledger: ledger && {
      ...ledger,
      ...(ledger.queueDrops !== undefined && {
        queueDrops: measuredDrops(
          { queueDrops: ledger.queueDrops, queues: ledger.queues },
          Object.entries(ledger.refused),
          before.down,
        ),
      }),
    },
  };
}

interface Told {
  readonly queueDrops: number | null;
  readonly queues?: { readonly inAll: number } | undefined;
}

/** A queue does not count what was refused. The reading after the warm-up came a little late; that before it did not. */
const measuredDrops = (
  { queueDrops, queues }: Told,
  refused: readonly (readonly [string, number])[],
  before: number,
): number | null =>
  queues === undefined || queueDrops === null
    ? less(queueDrops, refused)
    : Math.max(queueDrops, queues.inAll - before);

/** Probes of the warm-up that did not arrive; Infinity where nobody knows. */
function warmupLost({ ledger, finished }: AssemblyInput): { readonly up: number; readonly down: number } {
  const unknown = Number.POSITIVE_INFINITY;
  if (ledger?.warmup === undefined) return { up: unknown, down: unknown };
  const parts = finished.map(({ warmup, stream }) => ({
    sent: stream?.warmup.sent ?? warmup?.sent ?? 0,
    received: stream?.warmup.received ?? (warmup === null ? 0 : warmup.received + warmup.late),
  }));
  const sum = (pick: (part: (typeof parts)[number]) => number): number =>
    parts.reduce((all, part) => all + pick(part), 0);
  const came = sum((part) => part.received);
  const { received, sent } = ledger.warmup;
  return { up: Math.max(0, sum((part) => part.sent) - received), down: Math.max(0, sent - came) };
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

const less = (drops: number | null, refused: readonly (readonly [string, number])[]): number | null =>
  drops === null
    ? null
    : Math.max(
        0,
        refused.reduce((left, [errno, count]) => left - (COUNTED.has(errno) ? count : 0), drops),
      );
