/**
 * Whether a server's ledger can be true, judged by what this end sent and received itself. Pure.
 *
 * The two ledgers are subtracted from each other: a server that is wrong, or lies, would have losses below none and gates
 * that pass. One that says too little cannot be told from a path that loses.
 */
import { interleave } from '../../../measure/ledger/merge.ts';
import type { Warning } from '../../../result/document/schema.ts';
import type { ServerLedger } from '../../../wire/control.ts';
import { isOneWay, type TransportPlan } from '../plan/effective.ts';
import type { Finished } from '../threads/pool.ts';
import { total } from './directions.ts';
import { warning } from './warnings.ts';

type Plan = Pick<TransportPlan, 'mode' | 'clients' | 'size'>;
type Columns = readonly (readonly number[])[];

/** This end's counts by flow; null in a direction that the mode does not have. */
interface Own {
  readonly sent: readonly number[] | null;
  readonly received: readonly number[] | null;
  /** All that was handed to the kernel to go up, warm-up included. */
  readonly bytesUp: number;
  /** Each used up a number, and may not be `sent`. */
  readonly refused: number;
  readonly warmup: { readonly sent: number; readonly received: number } | null;
}

/**
 * The ledger, or null as if the server had told nothing.
 * @param finished by worker; where one is missing its flows cannot be told from the others, and nothing is compared
 */
export function believed(
  ledger: ServerLedger | null,
  plan: Plan,
  finished: readonly Finished[],
  workers: number,
): { readonly ledger: ServerLedger | null; readonly warnings: readonly Warning[] } {
  if (ledger === null || finished.length < workers) return { ledger: null, warnings: [] };
  return isPossible(ledger, plan, ownOf(plan, finished))
    ? { ledger, warnings: [] }
    : { ledger: null, warnings: [warning('ledger-contradicts')] };
}

function ownOf({ mode, size }: Plan, finished: readonly Finished[]): Own {
  if (!isOneWay(mode)) {
    const flows = interleave(finished.map((part) => part.measured!.flows));
    return {
      sent: flows.map(({ sent }) => sent),
      received: flows.map(({ received, late }) => received + late),
      refused: 0,
      bytesUp:
        (total(flows.map(({ sent }) => sent)) + total(finished.map(({ warmup }) => warmup?.sent ?? 0))) *
        size,
      warmup: null,
    };
  }
  const parts = finished.map((part) => part.stream!);
  const column = (columns: Columns): number[] => interleave(columns);
  return {
    sent: mode === 'down' ? null : column(parts.map((part) => part.sentOf)),
    received: mode === 'up' ? null : column(parts.map((part) => part.receivedOf)),
    bytesUp: total(parts.map(({ bytesMoved }) => bytesMoved)),
    refused: total(parts.flatMap(({ refused }) => [...refused.values()])),
    warmup: {
      sent: total(parts.map(({ warmup }) => warmup.sent)),
      received: total(parts.map(({ warmup }) => warmup.received)),
    },
  };
}

function isPossible(ledger: ServerLedger, plan: Plan, own: Own): boolean {
  const { received, sent, notAnswered, drops, losses } = ledger;
  const columns = [received, sent, notAnswered, drops ?? received, losses?.seen ?? received];
  if (columns.some((column) => column.length !== plan.clients)) return false;
  const arrived = total(received);
  return (
    within(received, own.sent ?? []) &&
    (own.received === null || within(own.received, sent)) &&
    (isOneWay(plan.mode) || within(plus(sent, notAnswered), received)) &&
    ledger.bytesReceived <= arrived * plan.size &&
    ledger.bytesSent <= total(sent) * plan.size &&
    ledger.reordered <= arrived &&
    total(Object.values(ledger.extents)) <= ledger.reordered &&
    warmupHolds(ledger, own) &&
    goodputHolds(ledger, own) &&
    lossesHold(ledger, own)
  );
}

function warmupHolds({ warmup }: ServerLedger, own: Own): boolean {
  if (own.warmup === null) return true;
  const up = own.sent === null || warmup.received <= own.warmup.sent;
  return up && (own.received === null || own.warmup.received <= warmup.sent);
}

/** No more came, in whatever intervals, than was handed to the kernel. */
function goodputHolds({ goodput }: ServerLedger, { bytesUp }: Own): boolean {
  return goodput === undefined || (goodput.bytes <= bytesUp && total(goodput.columns) <= goodput.bytes);
}

/** What is missing below the highest numbers is what did not arrive: runs and slots cannot hold more. */
function lossesHold({ received, losses }: ServerLedger, own: Own): boolean {
  if (losses == null || own.sent === null) return true;
  const { seen, runs, slots } = losses;
  const missing = Object.entries(runs).reduce((all, [length, n]) => all + Number(length) * n, 0);
  const arrived = total(received);
  const used = own.sent.map((count) => count + own.refused);
  return (
    within(received, seen) &&
    within(seen, used) &&
    missing <= total(seen) - arrived &&
    total(slots) <= arrived
  );
}

/** None of the first is more than the one beside it; what is not there is none. */
const within = (column: readonly number[], bounds: readonly number[]): boolean =>
  column.every((value, flow) => value <= (bounds[flow] ?? 0));

const plus = (one: readonly number[], other: readonly number[]): number[] =>
  one.map((value, flow) => value + other[flow]!);
