/** From what a trial saw to the verdict: a pure function, tested on evidence that is written down. */
import type { CaseResult, Crossed, Reason } from '../../../result/document/judgement.ts';
import { wordsFor } from '../../../words/index.ts';
import type { Side } from '../../ends/end-host.ts';
import { type Learnt, learn } from '../evidence/learn.ts';
import { FileIndex } from '../evidence/pieces.ts';
import type { EndState, TrialSeen } from '../evidence/seen.ts';
import { type Carrier, type Traffic, trafficOf } from '../evidence/traffic.ts';
import { type Comparison, compareWritten } from '../evidence/written.ts';
import { endFindings } from './ends.ts';
import { fileFindings } from './file.ts';
import type { Found } from './finding.ts';
import { loadFindings, loopbackFinding } from './load.ts';
import { endedByItself, stuckFindings } from './stuck.ts';

/** Everything of a case's result but its name and its second run. */
export type Judged = Omit<CaseResult, 'name' | 'seed' | 'again'> & { readonly traffic: Traffic };

/** @param fromClean what the clean case taught; null: what this one tells is to do */
export function judgeTrial(seen: TrialSeen, fromClean: Learnt | null): Judged {
  const index = new FileIndex(seen.file);
  const traffic = trafficOf(seen.packets, index);
  const learnt = fromClean ?? learn(seen, traffic);
  const comparison = compareWritten(seen.file, seen.written ?? new Uint8Array(0), index);
  const intact = comparison.intact && seen.written !== null;
  const possible = possibleSeconds(seen, learnt);
  const findings = findingsOf(seen, traffic, { ...comparison, intact }, possible, learnt);
  return {
    impairment: seen.impairment,
    verdict: findings.length === 0 ? 'pass' : 'fail',
    reasons: [...new Set(findings.map(({ code }) => code))] as Reason[],
    findings: findings.map((one) => ({ ...one, message: wordsFor('en').judge.hints[one.hint](one.details) })),
    seconds: seen.seconds,
    possibleSeconds: possible,
    fileBytes: seen.file.length,
    bytes: seen.writtenBytes,
    intact,
    packets: { up: crossedOf(traffic.up), down: crossedOf(traffic.down) },
    resent: traffic.up.filter(({ again }) => again).length,
    ends: { sender: endOf(seen.ends.sender), receiver: endOf(seen.ends.receiver) },
    traffic,
  };
}

function findingsOf(
  seen: TrialSeen,
  traffic: Traffic,
  comparison: Comparison,
  possible: number | null,
  learnt: Learnt | null,
): Found[] {
  const ends = endFindings(seen);
  if (ends.some(({ code }) => code === 'not-started'))
    return ends.filter(({ code }) => code === 'not-started');
  const needed =
    learnt?.packetBytes != null ? Math.ceil(seen.file.length / learnt.packetBytes) + 2 : GUESSED(seen);
  const tooMuch = ends.filter(({ code }) => code !== 'crashed');
  const load = loadFindings(seen, traffic, needed);
  // What was cut short by the judge is short for that reason.
  const cut = tooMuch.length > 0 || load.some(({ code }) => code === 'flooded');
  const elsewhere = traffic.up.length === 0 ? [...load, ...loopbackFinding(seen, traffic)] : [];
  if (elsewhere.length > 0) return [...tooMuch, ...elsewhere];
  const file = fileFindings(seen, traffic, comparison);
  const stuck = cut ? [] : stuckFindings(seen, traffic, comparison.intact, possible);
  // Nor is it short by itself while the sender still tries.
  const tries = stuck.length > 0 && !endedByItself(seen.ends.sender);
  const story = cut || tries ? file.filter(({ code }) => code !== 'short') : file;
  const crashed = (side: Side) =>
    ends.filter(({ code, details }) => code === 'crashed' && details['side'] === side);
  // A sender that gave up says so itself; what it gave up is more telling.
  const early = traffic.up.length === 0 ? crashed('sender') : [];
  const late = traffic.up.length === 0 ? [] : crashed('sender');
  const order = endedByItself(seen.ends.sender)
    ? [...story, ...late, ...stuck]
    : [...stuck, ...story, ...late];
  return [...tooMuch, ...load, ...crashed('receiver'), ...early, ...order];
}

/** Packets that a small packet size would make. */
const GUESSED = ({ file }: TrialSeen): number => Math.ceil(file.length / 250) + 5;

/** A round trip for each packet. */
function possibleSeconds(
  { file, impairment: { up, down } }: TrialSeen,
  learnt: Learnt | null,
): number | null {
  if (learnt?.packetBytes == null) return null;
  return (Math.max(1, Math.ceil(file.length / learnt.packetBytes)) * (up.delay + down.delay)) / 1e9;
}

function crossedOf(carriers: readonly Carrier[]): Crossed {
  const crossed = { sent: carriers.length, bytes: 0, dropped: 0, duplicated: 0, reordered: 0, corrupted: 0 };
  for (const { packet } of carriers) {
    crossed.bytes += packet.bytes;
    if (packet.fate === 'lost' || packet.fate === 'queueDropped') crossed.dropped++;
    if (packet.fate === 'corrupted') crossed.corrupted++;
    crossed.duplicated += packet.duplicates ?? 0;
    if (packet.reordered === true) crossed.reordered++;
  }
  return crossed;
}

function endOf(end: EndState): CaseResult['ends']['sender'] {
  if (end.state !== 'ended') {
    const output = end.state === 'not-started' ? end.reason : '';
    return { state: end.state, status: null, signal: null, output };
  }
  const { code, signal, killed, output } = end;
  return killed === null
    ? { state: 'ended', status: code, signal, output: output.text }
    : { state: 'stopped', status: null, signal: null, output: output.text };
}
