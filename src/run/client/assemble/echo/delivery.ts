/** The delivery strip of an echo: fates in the order of sending, with what server and link know of them. Pure. */
import { ARRIVED, type DeliveryData, runLengthCoded, WAITED } from '../../../../measure/ledger/delivery.ts';
import type { LedgerSummary } from '../../../../measure/ledger/ledger-data.ts';
import type { TransportResult } from '../../../../result/document/schema.ts';
import type { FateRecord } from '../../../../result/impairment.ts';
import type { AssemblyInput } from '../inputs.ts';
import { HeldBack } from '../stream/held-back.ts';

const HELD = 'h'.charCodeAt(0);
const LOST = 'x'.charCodeAt(0);
const LOST_UP = 'u'.charCodeAt(0);
const LOST_DOWN = 'n'.charCodeAt(0);

/** The link tells who waited behind a lost segment. */
function markHeld({ codes, flow, number }: DeliveryData, packets: readonly FateRecord[], size: number): void {
  const held = new HeldBack(size);
  held.take(packets);
  codes.forEach((code, i) => {
    if ((code === ARRIVED || code === WAITED) && held.has(flow[i]!, number[i]!)) codes[i] = HELD;
  });
}

/** The server's bits tell on which way a lost probe was lost. */
export function deliveryOf(
  { plan, ledger, link }: AssemblyInput,
  { delivery }: LedgerSummary,
): TransportResult['delivery'] {
  const { codes, flow, number } = delivery;
  const arrived = ledger?.arrived;
  if (arrived != null) {
    const bits = Buffer.from(arrived.bits, 'base64');
    codes.forEach((code, i) => {
      if (code !== LOST || number[i]! >= arrived.perFlow) return;
      const bit = flow[i]! * arrived.perFlow + number[i]!;
      if (bit >= bits.length * 8) return;
      codes[i] = (bits[bit >>> 3]! & (1 << (bit & 7))) === 0 ? LOST_UP : LOST_DOWN;
    });
  }
  if (plan.transport === 'tcp' && link !== null) markHeld(delivery, link.packets, plan.size);
  return { probes: codes.length, fates: runLengthCoded(codes) };
}
