/** The truth about a simulated path, read from what its links kept. */
import type { Fate, Link } from '../../src/net/memory/link.ts';
import { HEADER_BYTES } from '../../src/wire/batch.ts';
import { FLAG_WARMUP, readFlags, readFlow, readNumber, readType, TYPE_PROBE } from '../../src/wire/header.ts';

/** Distinct measured probes in one direction: how many were sent, had a copy that arrived intact, and extra copies. */
export function truthOf(link: Link): { sent: number; arrived: number; extra: number; corrupt: number } {
  let sent = 0;
  let arrived = 0;
  let extra = 0;
  let corrupt = 0;
  for (const fate of link.fates) {
    if (!isMeasured(fate)) continue;
    sent++;
    if (fate.copies > 0) arrived++;
    extra += Math.max(0, fate.copies - 1);
    corrupt += fate.corrupt;
  }
  return { sent, arrived, extra, corrupt };
}

const viewOf = ({ header }: Fate): DataView => new DataView(header.buffer, header.byteOffset, HEADER_BYTES);
function isMeasured(fate: Fate): boolean {
  const view = viewOf(fate);
  return readType(view, 0) === TYPE_PROBE && (readFlags(view, 0) & FLAG_WARMUP) === 0;
}

/** Runs of consecutive measured probes of a flow of which no intact copy arrived: how many of each length. */
export function lossRunsOf(link: Link): Record<string, number> {
  const flows = new Map<number, [number, boolean][]>();
  for (const fate of link.fates) {
    if (!isMeasured(fate)) continue;
    const flow = readFlow(viewOf(fate), 0);
    flows.set(flow, [...(flows.get(flow) ?? []), [readNumber(viewOf(fate), 0), fate.copies > 0]]);
  }
  const runs: Record<string, number> = {};
  for (const probes of flows.values()) {
    const text = probes.sort(([a], [b]) => a - b).map(([, arrived]) => (arrived ? '.' : 'x'));
    for (const { length } of text.join('').match(/x+/g) ?? []) runs[length] = (runs[length] ?? 0) + 1;
  }
  return runs;
}
