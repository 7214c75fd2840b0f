/** What is wrong with the file that the receiver wrote, and how it came about on the link. */
import type { Range } from '../evidence/pieces.ts';
import type { TrialSeen } from '../evidence/seen.ts';
import type { Traffic } from '../evidence/traffic.ts';
import type { Comparison } from '../evidence/written.ts';
import { type Found, found, secondsOf } from './finding.ts';
import { lostAnswer, storyOf, wasAnswered } from './story.ts';

export function fileFindings(seen: TrialSeen, traffic: Traffic, comparison: Comparison): Found[] {
  const { file, written, writtenBytes } = seen;
  if (comparison.intact) return [];
  if (written === null) return [nothingWritten(seen, traffic)];
  const replaced = replacedRange(comparison);
  const damaged = damagedRanges(comparison, writtenBytes, file.length);
  const findings: Found[] = [];
  if (damaged[0] !== undefined) findings.push(altered(damaged[0], traffic));
  if (replaced !== undefined) findings.push(found('altered', 'other-bytes', replaced));
  if (comparison.repeated.length > 0 && replaced === undefined)
    findings.push(repeated(comparison.repeated[0]!, traffic));
  if (comparison.misplaced !== null && replaced === undefined)
    findings.push(found('reordered', 'written-as-it-came', detailsOf(rangeOf(comparison.misplaced))));
  const gone = toExplain(
    comparison.missing.filter((range) => !damaged.includes(range)),
    seen,
    traffic,
  );
  if (gone !== undefined && replaced === undefined) findings.push(missing(gone, seen, traffic, comparison));
  if (findings.length === 0 || isLongerThanItsParts(seen, comparison))
    findings.push(tooLong(seen, comparison));
  return findings;
}

const rangeOf = ({ from, length }: Comparison['pieces'][number]): Range => ({
  start: from,
  end: from + length,
});

const detailsOf = ({ start, end }: Range) => ({ from: start, bytes: end - start });

function nothingWritten({ file }: TrialSeen, { up }: Traffic): Found {
  if (file.length === 0) return found('short', 'empty-not-made');
  if (up.length === 0) return found('short', 'nothing-sent');
  return found('short', 'nothing-written', { bytes: file.length });
}

/** A part of the file stands where another should be, which is nowhere: as many bytes as there should be, but twice the same. */
function replacedRange({ pieces, missing: gone }: Comparison) {
  for (const { at, from, length } of pieces) {
    const hole = gone.find(({ start, end }) => at !== from && start < at + length && at < end);
    if (hole !== undefined && pieces.some((other) => other.at === other.from && covers(other, from)))
      return { from: hole.start, bytes: hole.end - hole.start, instead: from };
  }
  return undefined;
}

const covers = ({ from, length }: Comparison['pieces'][number], byte: number): boolean =>
  from <= byte && byte < from + length;

/** Parts of the file in whose place other bytes stand, as many as there should be. */
function damagedRanges({ missing: gone, foreign, pieces }: Comparison, writtenBytes: number, length: number) {
  const shift = (at: number) => {
    const before = pieces.findLast((piece) => piece.at + piece.length <= at);
    return before === undefined ? 0 : before.at - before.from;
  };
  return gone.filter(({ start, end }) =>
    foreign.some(
      (other) =>
        other.start - shift(other.start) === start &&
        (other.end - other.start === end - start || (end === length && writtenBytes === length)),
    ),
  );
}

function altered(range: Range, traffic: Traffic): Found {
  const { damaged } = storyOf(range, traffic);
  const details = detailsOf(range);
  const [first] = damaged;
  if (first === undefined) return found('altered', 'foreign-bytes', details);
  return found('altered', 'damage-written', { ...details, at: secondsOf(first.packet.time) });
}

function repeated(range: Range, traffic: Traffic): Found {
  const { delivered } = storyOf(range, traffic);
  const details = detailsOf(range);
  const [first, second] = delivered;
  if (first !== undefined && (first.packet.duplicates ?? 0) > 0)
    return found('duplicated', 'link-copy-written', { ...details, at: secondsOf(first.packet.time) });
  if (first === undefined || second === undefined) return found('duplicated', 'written-twice', details);
  const answer = lostAnswer(traffic, first.packet.time, second.packet.time);
  if (answer === undefined)
    return found('duplicated', 'early-copy-written', { ...details, at: secondsOf(second.packet.time) });
  return found('duplicated', 'answer-lost-copy-written', { ...details, at: secondsOf(answer.packet.time) });
}

/**
 * The first part that is missing; where the receiver was stopped, what it had may not be in the file yet, so that
 * the first part is sought that never arrived.
 */
function toExplain(
  gone: readonly Range[],
  { ends: { receiver } }: TrialSeen,
  { up }: Traffic,
): Range | undefined {
  const [first] = gone;
  if (receiver.state !== 'ended' || receiver.killed === null) return first;
  const here = new Set(
    up.filter(({ packet }) => packet.fate === 'delivered').map(({ range }) => range?.start),
  );
  const lost = up
    .flatMap(({ range }) => (range === null || here.has(range.start) ? [] : [range]))
    .sort((a, b) => a.start - b.start)
    .find(({ start }) => gone.some((range) => range.start <= start && start < range.end));
  return lost ?? first;
}

function missing(range: Range, seen: TrialSeen, traffic: Traffic, { missing: all }: Comparison): Found {
  const { copies, delivered, damaged, last } = storyOf(range, traffic);
  const details = {
    from: range.start,
    // Of several packets that are missing, the first is told of.
    bytes: Math.min(range.end, copies[0]?.range?.end ?? range.end) - range.start,
    short: all.reduce((sum, { start, end }) => sum + end - start, 0),
  };
  const [first] = delivered;
  if (first !== undefined) {
    const hint = wasAnswered(first, traffic) ? 'acknowledged-not-written' : 'arrived-not-written';
    return found('short', hint, { ...details, at: secondsOf(first.packet.deliveredAt ?? first.packet.time) });
  }
  const lost = copies.at(-1);
  if (lost === undefined) {
    const visible = traffic.up.some((carrier) => carrier.range !== null);
    return found(
      'short',
      visible ? 'never-sent' : seen.written!.length === 0 ? 'nothing-in-it' : 'short',
      details,
    );
  }
  const at = secondsOf(lost.packet.time);
  if (copies.length > 1) return found('short', 'gave-up', { ...details, at, tries: copies.length });
  if (damaged.length > 0) return found('short', 'damaged-never-resent', { ...details, at });
  return found('short', last ? 'last-never-resent' : 'never-resent', { ...details, at });
}

/** Beyond what stands in it twice. */
function isLongerThanItsParts(
  { file, writtenBytes }: TrialSeen,
  { repeated: twice, foreign }: Comparison,
): boolean {
  const extra = twice.reduce((sum, { start, end }) => sum + end - start, 0);
  return foreign.length > 0 && writtenBytes > file.length + extra;
}

function tooLong({ file, written, writtenBytes }: TrialSeen, { foreign }: Comparison): Found {
  const more = writtenBytes - file.length;
  if (more <= 0)
    return found('altered', 'foreign-bytes', { from: foreign[0]?.start ?? 0, bytes: file.length });
  const [first] = foreign;
  const extra = first === undefined ? undefined : written!.subarray(first.start, first.end);
  const zeros = extra?.every((byte) => byte === 0) === true;
  return found('long', zeros ? 'padded' : 'more-bytes', { more, from: first?.start ?? file.length });
}
