/** What became of one part of the file on its way: every packet that carried it, and what was answered. */
import type { Range } from '../evidence/pieces.ts';
import type { Carrier, Traffic } from '../evidence/traffic.ts';

export interface Story {
  /** Packets that carried the part's first byte, in order. */
  readonly copies: readonly Carrier[];
  readonly delivered: readonly Carrier[];
  readonly damaged: readonly Carrier[];
  /** It is in the last packet of data. */
  readonly last: boolean;
}

export function storyOf({ start }: Range, { up }: Traffic): Story {
  const copies = up.filter(({ range }) => range !== null && range.start <= start && start < range.end);
  const furthest = Math.max(0, ...up.map(({ range }) => range?.end ?? 0));
  return {
    copies,
    delivered: copies.filter(({ packet }) => packet.fate === 'delivered'),
    damaged: copies.filter(({ packet }) => packet.fate === 'corrupted'),
    last: copies.some(({ range }) => range!.end === furthest),
  };
}

/** An answer that was lost after `from` and before `to` (ns). */
export const lostAnswer = ({ down }: Traffic, from: number, to: number): Carrier | undefined =>
  down.find(({ packet }) => packet.fate !== 'delivered' && packet.time >= from && packet.time <= to);

/** Whether something was answered after it arrived, before anything else can have arrived: within a moment. */
export function wasAnswered({ packet }: Carrier, { down }: Traffic): boolean {
  const arrived = packet.deliveredAt ?? packet.time;
  return down.some(({ packet: answer }) => answer.time >= arrived && answer.time < arrived + MOMENT);
}

const MOMENT = 50e6;
