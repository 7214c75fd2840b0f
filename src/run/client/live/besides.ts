/**
 * A transport over which nothing comes through, beside another that was answered, is what was measured, and no failure. Pure.
 */
import { SockbenchError } from '../../../errors.ts';
import type { TransportResult } from '../../../result/document/schema.ts';
import type { Transport } from '../../../units.ts';
import { withTrust } from '../assemble/figures/quality.ts';
import { asWarning } from '../assemble/warnings.ts';

/** @param silences why nobody answered, by transport */
export function besides(
  measured: readonly TransportResult[],
  silences: ReadonlyMap<Transport, SockbenchError>,
): { transports: TransportResult[]; failure: SockbenchError | undefined } {
  if (!measured.some(({ transport }) => !silences.has(transport)))
    return { transports: [...measured], failure: [...silences.values()][0] };
  return { transports: measured.map((result) => withReason(result, silences)), failure: undefined };
}

function withReason(
  result: TransportResult,
  silences: ReadonlyMap<Transport, SockbenchError>,
): TransportResult {
  const silence = silences.get(result.transport);
  if (silence === undefined) return result;
  const { quality } = result;
  // A plain echo that answers over TCP is there: its silence over UDP is not for want of a server.
  const said =
    silence.code === 'no-answer'
      ? new SockbenchError('udp-blocked', silence.operation, silence.details)
      : silence;
  return { ...result, quality: withTrust({ ...quality, warnings: [asWarning(said), ...quality.warnings] }) };
}
