/** Nobody answered a single probe: why, as far as both ends can tell. Pure. */
import { SockbenchError } from '../../../errors.ts';
import { codeOfSend } from '../../../net/failure.ts';
import { BY_ICMP } from '../../../session/silence-log.ts';
import type { Direction } from '../../../units.ts';
import { HEADER_BYTES } from '../../../wire/batch.ts';
import type { ServerLedger } from '../../../wire/control.ts';
import type { Details, ErrorCode } from '../../../words/index.ts';
import { total } from '../assemble/directions.ts';
import type { TransportPlan } from '../plan/effective.ts';
import type { Finished } from '../threads/pool.ts';

export interface Ends {
  /** The address as people write it. */
  readonly address: string;
  readonly plainEcho: boolean;
  /** Whether small datagrams pass; null where nobody asked. */
  readonly smallPass: boolean | null;
  /** null: a plain echo target, or the server did not tell. */
  readonly ledger: Pick<ServerLedger, 'received' | 'sent'> | null;
}

/** @returns undefined where something came, or may come still */
export function nothingThrough(
  finished: readonly Finished[],
  plan: TransportPlan,
  ends: Ends,
): SockbenchError | undefined {
  const ledgers = finished.map(({ measured }) => measured).filter((ledger) => ledger !== null);
  if (ledgers.length === 0 || ledgers.some(({ received, late }) => received + late > 0)) return undefined;
  const said = (code: ErrorCode, operation: string, more: Details = {}): SockbenchError =>
    new SockbenchError(code, operation, { address: ends.address, ...more });
  if (plan.transport === 'udp' && ends.smallPass !== true && isRejected(finished)) {
    // Over TCP the server is there: it is something else that rejects.
    if (!ends.plainEcho) return said('udp-blocked', 'measure', { rejected: 1 });
    if (ledgers.some(({ refused }) => refused.has('ECONNREFUSED')))
      return said('datagram-refused', 'measure');
  }
  const count = ledgers.reduce((all, { lost }) => all + lost, 0);
  if (count > 0) return said(silence(finished, ends), 'measure', { ...details(plan, ends), count });
  if (ledgers.some(({ sent }) => sent > 0)) return undefined;
  const refusals = ledgers.flatMap(({ refused }) => [...refused]).sort((a, b) => b[1] - a[1]);
  const errno = refusals[0]?.[0];
  if (errno === undefined) return undefined;
  return said(codeOfSend(errno, plan.transport), 'send', { errno, bytes: plan.size, reason: errno });
}

/** ICMP said that datagrams do not get there: with the next send, or by itself. */
const isRejected = (finished: readonly Finished[]): boolean =>
  finished.some(
    ({ measured, report }) =>
      report.silence.unreachable.length > 0 ||
      [...(measured?.refused.keys() ?? [])].some((errno) => BY_ICMP.has(errno)),
  );

function silence(finished: readonly Finished[], { plainEcho, smallPass }: Ends): ErrorCode {
  const reports = finished.map(({ report }) => report);
  if (smallPass === true) return 'large-lost';
  if (plainEcho) return 'no-answer';
  return reports.every(({ opened }) => opened === 0) ? 'udp-blocked' : 'fell-silent';
}

/** @returns of the size, and of the direction in which it was lost: whoever arrived there was answered in vain */
function details({ size }: TransportPlan, { ledger }: Ends): Details {
  const sizes = { bytes: size, small: HEADER_BYTES };
  return ledger === null ? sizes : { ...sizes, direction: arrived(ledger) ? 'down' : 'up' };
}

const arrived = ({ received }: Pick<ServerLedger, 'received'>): boolean => total(received) > 0;

/** One way: a direction in which no large datagram came through, though small ones do. */
export function largeLost(
  finished: readonly Finished[],
  { size, mode }: TransportPlan,
  { address, ledger, smallPass }: Ends,
): SockbenchError[] {
  if (ledger === null || smallPass !== true) return [];
  const streams = finished.map(({ stream }) => stream).filter((stream) => stream !== null);
  const of = (direction: Direction, count: number, came: number): SockbenchError[] => {
    const details = { address, bytes: size, small: HEADER_BYTES, direction, count, oneWay: 1 };
    return count > 0 && came === 0 ? [new SockbenchError('large-lost', 'measure', details)] : [];
  };
  const up = total(streams.flatMap(({ sentOf }) => sentOf));
  const down = total(streams.flatMap(({ receivedOf }) => receivedOf));
  return [
    ...(mode === 'down' ? [] : of('up', up, total(ledger.received))),
    ...(mode === 'up' ? [] : of('down', total(ledger.sent), down)),
  ];
}
