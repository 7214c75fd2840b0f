/** What arrived by time: the client's own figures beside those of the server's ledger. Pure. */
import { type GoodputData, mergeGoodputs } from '../../../../measure/goodput/data.ts';
import type { TransportResult } from '../../../../result/document/schema.ts';
import { goodputOf } from '../common.ts';
import type { AssemblyInput } from '../inputs.ts';

export interface Arrived {
  readonly goodput: TransportResult['goodput'];
  /** Payload bytes in the span of each direction; null where its receiver does not tell. */
  readonly bytes: { readonly up: number | null; readonly down: number | null };
  /** Bytes by interval; null where nobody knows. */
  readonly up: readonly number[] | null;
  readonly down: readonly number[] | null;
}

/**
 * @param own of each generator; empty where nothing comes down
 * @param span ns of sending, by which a server that does not tell when bytes came is judged
 */
export function arrivedOf(input: AssemblyInput, own: readonly GoodputData[], span: number): Arrived {
  const { ledger, plan } = input;
  const down = own.length === 0 ? null : mergeGoodputs(own);
  const told = plan.mode === 'down' ? undefined : ledger?.goodput;
  const whole = ledger === null || plan.mode === 'down' ? null : goodputOf(ledger.bytesReceived, span);
  return {
    goodput: {
      up: told === undefined ? whole : goodputOf(told.bytes, told.span),
      down: down === null ? null : goodputOf(down.bytes, down.span),
    },
    bytes: { up: told?.bytes ?? null, down: down?.bytes ?? null },
    up: told?.columns ?? null,
    down: down?.columns ?? null,
  };
}
