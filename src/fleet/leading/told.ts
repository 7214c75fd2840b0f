/** What one agent told of one transport, read for whoever looks: counts by direction, and the pace of the last second. Pure. */
import type { SoFarTold } from '../protocol/moment-schema.ts';

export interface Told {
  readonly now: SoFarTold;
  readonly before: SoFarTold | undefined;
}

export interface ToldCounts {
  readonly sent: number;
  readonly received: number;
  /** null: nobody can tell yet. */
  readonly missing: number | null;
  /** Payload that arrived at its receiver; null: the mode counts probes. */
  readonly bytes: number | null;
}

/** Of a stream each direction's receiver counts: the server what goes up, this end what comes down. */
export function countsOf({ moment: { ledger, stream }, server }: SoFarTold): ToldCounts {
  if (ledger !== null) {
    const { sent, received, lost, late } = ledger;
    return { sent, received: received + late, missing: lost + late, bytes: null };
  }
  const { sent, received, down } = stream!;
  const [up, came] = [server?.received ?? 0, server?.seen ?? null];
  const downwards = down === null ? 0 : Math.max(received, server?.sent ?? 0);
  return {
    sent: sent + downwards,
    received: received + Math.min(up, sent),
    missing: sent > 0 && came !== null ? Math.max(0, came - up) : null,
    bytes: (down?.bytes ?? 0) + (server?.goodput?.bytes ?? 0),
  };
}

/** Per second of what was sent, and of the bytes that arrived, since the moment before. */
export function paceOf({ now, before }: Told): { readonly rate: number; readonly bits: number | null } {
  const [fresh, old] = [countsOf(now), before && countsOf(before)];
  const seconds = (now.moment.at - (before?.moment.at ?? 0)) / 1e9;
  if (!(seconds > 0)) return { rate: 0, bits: null };
  const bits = fresh.bytes === null ? null : (8 * (fresh.bytes - (old?.bytes ?? 0))) / seconds;
  return { rate: (fresh.sent - (old?.sent ?? 0)) / seconds, bits };
}
