/** The part of a failed trial that shows what went wrong, for a sequence diagram. */
import type { DiagramPacket } from '../../result/document/judgement.ts';
import type { Carrier } from './evidence/traffic.ts';
import type { Judged } from './verdict/verdict.ts';

const MOST = 24;
/** Of them before what went wrong. */
const BEFORE = 8;

export function diagramOf({ traffic, findings }: Judged): DiagramPacket[] {
  const all = [...traffic.up, ...traffic.down].sort((a, b) => a.packet.time - b.packet.time);
  const start = Math.max(0, Math.min(placeOf(all, findings) - BEFORE, all.length - MOST));
  return all.slice(start, start + MOST).map(({ packet, range, again }) => {
    const { payload: _, ...record } = packet;
    return { ...record, range: range === null ? null : [range.start, range.end], again };
  });
}

/** By the time that a finding names; else the end, where it got stuck, or the first loss. */
function placeOf(all: readonly Carrier[], findings: Judged['findings']): number {
  const at = findings.map(({ details }) => details['at']).find((time) => typeof time === 'number');
  if (at !== undefined) return all.findIndex(({ packet }) => packet.time >= at * 1e9 - HALF);
  if (findings.some(({ code }) => code === 'timeout')) return all.length;
  return all.findIndex(({ packet }) => packet.fate !== 'delivered');
}

/** Times in details have three decimals. */
const HALF = 0.5e6;
