/** Commands that did not start, broke off, or took too much. */
import type { Side } from '../../ends/end-host.ts';
import type { EndState, TrialSeen } from '../evidence/seen.ts';
import { type Found, found } from './finding.ts';

export function endFindings({ ends }: TrialSeen): Found[] {
  return (['sender', 'receiver'] as const).flatMap((side) => findingsOf(side, ends[side]));
}

function findingsOf(side: Side, end: EndState): Found[] {
  if (end.state === 'not-run') return [];
  if (end.state === 'not-started') return [found('not-started', 'not-started', { side, reason: end.reason })];
  const { killed, code, signal, output, diskFull } = end;
  const disk = diskFull ? [found('disk', 'disk', { side })] : [];
  if (killed === 'memory' || killed === 'processes' || killed === 'output')
    return [...disk, found(killed, killed, { side })];
  if (killed === 'stop' || (code === 0 && signal === null)) return disk;
  const said = lastLine(output.text);
  // What was asked for and never touched is bounded, too, and the runtime says so.
  if (NO_MEMORY.test(said)) return [...disk, found('memory', 'memory', { side })];
  if (signal !== null) return [...disk, found('crashed', 'crashed-signal', { side, signal, said })];
  const hint = side === 'sender' && REFUSED.test(said) ? 'crashed-refused' : 'crashed-status';
  return [...disk, found('crashed', hint, { side, status: code ?? 0, said })];
}

/** What a runtime says when nobody listens any more on the port that was sent to. */
const REFUSED = /refused|reset by peer|forcibly closed|ECONNRE/i;
const NO_MEMORY = /MemoryError|OutOfMemory|bad_alloc|out of memory|cannot allocate/i;
const LONGEST = 200;

const lastLine = (text: string): string => {
  const line = text.trimEnd().split('\n').at(-1)!.trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
};
