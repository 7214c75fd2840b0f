/** A fleet's second as one line for each transport: the pace of all agents, and what they have counted so far. */
import type { FleetMoment } from '../../result/events/fleet-events.ts';
import type { Words } from '../../words/index.ts';
import { formatFor } from '../format.ts';

/** `  3.0 s  UDP  4,000/s  12,000 sent  11,990 answered  10 overdue  p50 0.2 ms  p99 1 ms  max 3 ms`, without newlines. */
export function fleetLines({ atSeconds, sums }: FleetMoment, words: Words): string[] {
  const format = formatFor(words);
  const text = words.summary.interval;
  return sums.map((all) => {
    const { transport, rate, bits, sent, received, missing } = all;
    const oneWay = bits !== null;
    const parts = [
      `${format.clock(atSeconds ?? 0)} s`.padStart(8),
      words.summary.transports[transport],
      `${format.count(Math.round(rate))}/s`.padStart(10),
      `${format.count(sent).padStart(9)} ${text.sent}`,
      `${format.count(received).padStart(9)} ${oneWay ? text.arrived : text.answered}`,
    ];
    if (missing !== null) parts.push(`${format.count(missing).padStart(5)} ${text.overdue}`);
    if (bits !== null) parts.push(format.bits(bits).padStart(11));
    for (const column of ['p50', 'p99', 'max'] as const)
      if (all[column] !== null)
        parts.push(`${words.summary.columns[column]} ${format.time(all[column]).padStart(7)}`);
    return parts.join('  ');
  });
}
