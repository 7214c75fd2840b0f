/**
 * Beside an agent whose waiting was cut short stand others that have waited to the end: of those nothing is awaited, so that
 * their missing last messages are lost and not open. One-way streams say so by the highest numbers that were seen. Pure.
 */
import { isOneWay } from '../../run/client/plan/effective.ts';
import type { ServerLedger } from '../../wire/told.ts';
import type { Part } from '../protocol/part-schema.ts';

export function settled(part: Part): Part {
  const { plan, ledger, cutShort } = part;
  if (cutShort || !isOneWay(plan.mode)) return part;
  return { ...part, ledger: ledger && upSettled(ledger, part), finished: downSettled(part) };
}

/** A flow's own number of messages, which its generator has; the server's column is in the order of the flows. */
function upSettled(ledger: ServerLedger, { finished, workers }: Part): ServerLedger {
  const { losses } = ledger;
  if (losses == null) return ledger;
  const seen = losses.seen.map((highest, flow) => {
    const stream = finished[flow % workers]?.stream;
    return stream?.sentOf[Math.floor(flow / workers)] ?? highest;
  });
  return { ...ledger, losses: { ...losses, seen } };
}

function downSettled({ finished, ledger, workers }: Part): Part['finished'] {
  if (ledger === null) return finished;
  return finished.map((generator, worker) => {
    const { stream } = generator;
    if (stream?.losses == null) return generator;
    const seen = stream.losses.seen.map((highest, flow) => ledger.sent[worker + flow * workers] ?? highest);
    return { ...generator, stream: { ...stream, losses: { ...stream.losses, seen } } };
  });
}
