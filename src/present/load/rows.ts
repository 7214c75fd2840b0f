/** Phases side by side, and what is to be said of them: shared by text, Markdown and page. */
import {
  type AddedSpread,
  GRADES,
  type LoadDocument,
  type Phase,
  type PhaseQueue,
} from '../../result/document/load.ts';
import { inFull } from '../../result/impairment.ts';
import type { Direction } from '../../units.ts';
import type { Words } from '../../words/index.ts';
import { numbersIn } from '../../words/numbers.ts';
import { type Format, formatFor, UNKNOWN } from '../format.ts';
import { safeText } from '../safe-text.ts';
import { describeImpairment } from '../shared/describe.ts';
import type { Rows } from '../shared/rows.ts';
import { sayWarning } from '../shared/sentences.ts';

type Line = readonly [label: string, value: (phase: Phase) => string];

export function phaseRows(document: LoadDocument, words: Words): Rows {
  const { phases } = document;
  const lines = linesOf(document, words, formatFor(words));
  const shown = lines
    .map(([label, value]) => [label, ...phases.map(value)])
    .filter(([, ...values]) => values.some((value) => value !== UNKNOWN && value !== ''));
  return {
    head: [words.load.rows.figure, ...phases.map(({ name }) => words.load.phases[name])],
    rows: shown,
  };
}

function linesOf({ grade }: LoadDocument, words: Words, format: Format): Line[] {
  const text = words.load.rows;
  const added = (label: string, of: (phase: Phase) => AddedSpread): Line[] =>
    (['p50', 'p95', 'p99', 'max'] as const).map((figure, at) => [
      at === 0 ? `${label}, ${figure}` : `  ${figure}`,
      (phase) => format.time(of(phase)[figure]),
    ]);
  const queue = (label: string, way: Direction): Line[] =>
    (['p50', 'max'] as const).map((figure, at) => [
      at === 0 ? `${label}, ${figure}` : `  ${figure}`,
      (phase) => format.bytes(phase.queue?.[way]?.[figure]),
    ]);
  const ofQueues = (phase: Phase, figure: 'dropped' | 'marked'): string =>
    phase.queue === null
      ? UNKNOWN
      : format.count((phase.queue.up?.[figure] ?? 0) + (phase.queue.down?.[figure] ?? 0));
  return [
    [text.goodputUp, ({ goodput }) => format.bits(goodput.up)],
    [text.goodputDown, ({ goodput }) => format.bits(goodput.down)],
    ...added(text.addedUp, (phase) => phase.added.up),
    ...added(text.addedDown, (phase) => phase.added.down),
    [`${text.addedTrip}, p95`, ({ added: { roundTrip } }) => format.time(roundTrip.p95)],
    [text.lostUp, ({ loss }) => lossText(loss.up, format)],
    [text.lostDown, ({ loss }) => lossText(loss.down, format)],
    ...queue(text.queueUp, 'up'),
    ...queue(text.queueDown, 'down'),
    [text.dropped, (phase) => ofQueues(phase, 'dropped')],
    [text.marked, (phase) => (ofQueues(phase, 'marked') === '0' ? UNKNOWN : ofQueues(phase, 'marked'))],
    [text.retransmits, ({ tcp }) => perWay(tcp.up?.retransmits, tcp.down?.retransmits, format)],
    [text.rttUp, ({ tcp }) => format.time(tcp.up?.rtt.smoothed)],
    [text.rttDown, ({ tcp }) => format.time(tcp.down?.rtt.smoothed)],
    [text.settled, (phase) => settledText(phase, words, format)],
    [text.grade, ({ name }) => (name === 'idle' ? '' : (grade[name] ?? UNKNOWN))],
  ];
}

const perWay = (up: number | null | undefined, down: number | null | undefined, format: Format): string =>
  [up, down]
    .filter((one) => one != null)
    .map(format.count)
    .join(' / ') || UNKNOWN;

const lossText = ({ sent, lost, ratio }: Phase['loss']['up'], format: Format): string =>
  lost === null || sent === null
    ? UNKNOWN
    : lost === 0
      ? '0'
      : `${format.count(lost)} (${format.percent(ratio)})`;

function settledText(
  { name, startSeconds, settledFromSeconds, settled }: Phase,
  words: Words,
  format: Format,
): string {
  if (name === 'idle' || settled === null) return UNKNOWN;
  return settledFromSeconds === null
    ? words.load.rows.never
    : `${format.plain(settledFromSeconds - startSeconds, 1)} s`;
}

/** Who fills the line, how, and over what: the first lines. */
export function askedLines({ spec, congestionControl }: LoadDocument, words: Words): string[] {
  const text = words.load;
  const format = formatFor(words);
  const { counted } = numbersIn(words.tag);
  const name =
    congestionControl === null ? text.congestionUnknown : text.congestion(safeText(congestionControl));
  const streams = counted(spec.streams, text.streams.one, text.streams.many);
  const asked = text.asked(streams, format.time(spec.phase), format.rate(spec.probeRate));
  const where =
    spec.impairment !== null
      ? words.summary.link.over(describeImpairment(spec.impairment, words))
      : spec.target !== null
        ? words.load.towards(`${safeText(spec.target.host)}:${spec.target.port}`)
        : '';
  return [`${capital(name)}, ${asked}.`, ...(where === '' ? [] : [where])];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** With fewer probes on time, p99 may be this machine's. */
const MOSTLY_ON_TIME = 0.99;

/** What the table means, and how far it can be believed. */
export function loadNotes(document: LoadDocument, words: Words): string[] {
  const { phases, error, thresholds } = document;
  const text = words.load.say;
  const format = formatFor(words);
  const limits = thresholds.map((limit, at) => `${GRADES[at]} < ${format.time(limit)}`).join(', ');
  return [
    ...phases.flatMap(({ name, limitedBy }) =>
      limitedBy === null ? [] : [text.limits[limitedBy](words.load.phases[name])],
    ),
    ...droppedWithEcn(document, words),
    ...lateCounts(document, words),
    ...leftLate(document, words),
    ...(phases.length > 1 ? [text.grades(limits), text.leftOut] : []),
    ...(error.up === null || error.down === null
      ? []
      : [text.error(format.time(error.up), format.time(error.down))]),
  ];
}

function leftLate({ phases }: LoadDocument, words: Words): string[] {
  const format = formatFor(words);
  const shares = phases.flatMap(({ name, onTime }) =>
    onTime == null || onTime >= MOSTLY_ON_TIME
      ? []
      : [`${format.percent(onTime)} (${words.load.phases[name]})`],
  );
  return shares.length === 0 ? [] : [words.load.say.late(shares.join(', '))];
}

/** What the control connections of the loads brought late, or never: it waited behind them. */
const lateCounts = ({ phases, runs }: LoadDocument, words: Words): string[] =>
  phases.flatMap(({ name, runs: indexes }) =>
    indexes
      .filter((index) => index > 0)
      .flatMap((index) => runs[index]?.transports.flatMap(({ quality }) => quality.warnings) ?? [])
      .filter(({ code }) => code === 'counts-late' || code === 'counts-missing')
      .map((told) => words.load.say.ofPhase(words.load.phases[name], sayWarning(told, words).message)),
  );

/** A queue that marks drops none that it can mark: what it dropped needs a reason. */
function droppedWithEcn({ spec, phases }: LoadDocument, words: Words): string[] {
  const marks = (way: Direction): boolean => {
    if (spec.impairment === null) return false;
    const { ecn, aqm } = inFull(spec.impairment[way]);
    return ecn && aqm !== 'none';
  };
  const queues = (['up', 'down'] as const)
    .filter(marks)
    .flatMap((way) => phases.flatMap(({ queue }) => queue?.[way] ?? []));
  const sum = (of: (queue: PhaseQueue) => number): number =>
    queues.reduce((all, queue) => all + of(queue), 0);
  if (sum(({ dropped }) => dropped) === 0 || queues.some(({ aqm }) => aqm === undefined)) return [];
  const format = formatFor(words);
  const other = sum(({ aqm }) => aqm!);
  return [words.load.say.ecn(format.count(sum(({ dropped }) => dropped) - other), format.count(other))];
}
