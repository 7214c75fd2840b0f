/** The figures of a result as labelled rows, one column for each transport: what text, Markdown and page show alike. */
import { most } from '../../measure/extremes.ts';
import type { Distribution, RunResult, TransportResult } from '../../result/document/schema.ts';
import { retransmitsOf } from '../../result/metrics.ts';
import { missedOf } from '../../result/missed.ts';
import type { Words } from '../../words/index.ts';
import { type Format, formatFor, UNKNOWN } from '../format.ts';

export interface Rows {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

type Line = readonly [label: string, value: (result: TransportResult) => string, show: Show];
/** `always`, or only where some transport has something other than none to tell. */
type Show = 'always' | ((result: TransportResult) => boolean);

const some =
  (read: (result: TransportResult) => number | null | undefined) =>
  (result: TransportResult): boolean =>
    (read(result) ?? 0) > 0;

/** Counts, rates and loss. */
export function figureRows(result: RunResult, words: Words): Rows {
  const { transports } = result;
  const lines = figureLines(result, words, formatFor(words)).filter(
    ([, , show]) => show === 'always' || transports.some((transport) => show(transport)),
  );
  return {
    head: ['', ...transports.map(({ transport }) => words.summary.transports[transport])],
    rows: lines.map(([label, value]) => [label, ...transports.map((transport) => value(transport))]),
  };
}

const figureLines = (result: RunResult, words: Words, format: Format): Line[] => [
  ...countLines(result, words, format),
  ...pathLines(result, words, format),
];

function countLines(result: RunResult, words: Words, format: Format): Line[] {
  const text = words.summary.rows;
  const { mode } = result.spec;
  const answered = mode === 'echo' || mode === 'connect' ? text.received : text.arrived;
  const counted = result.transports.some(({ probes }) => probes !== null) ? 'always' : () => false;
  const udp = ({ transport }: TransportResult): boolean => transport === 'udp';
  return [
    [text.rate, (r) => rateText(r, words, format), (r) => !isFlood(r)],
    [text.goodputUp, (r) => format.bits(r.goodput.up), some((r) => r.goodput.up)],
    [text.goodputDown, (r) => format.bits(r.goodput.down), some((r) => r.goodput.down)],
    [text.due, (r) => format.count(r.probes?.due), some(unsentOf)],
    [text.sent, (r) => format.count(r.probes?.sent), counted],
    [answered, (r) => format.count(r.probes?.received), counted],
    [text.lost, (r) => format.count(r.probes?.lost), counted],
    [text.wrong, (r) => format.count(r.probes?.wrong?.count), some((r) => r.probes?.wrong?.count)],
    [text.open, (r) => format.count(r.probes?.open), some((r) => r.probes?.open)],
    [text.late, (r) => format.count(r.probes?.late), some((r) => r.probes?.late)],
    [text.loss, (r) => format.percent(r.loss.ratio), counted],
    [text.confidence, (r) => confidenceText(r, words, format), ({ loss }) => loss.confidence95 !== null],
    [text.undelivered, (r) => undeliveredText(r, format), (r) => missedOf(r)?.kind === 'undelivered'],
    [text.runs, (r) => format.count(longestRun(r)), some(longestRun)],
    [text.duplicates, (r) => format.count(r.probes?.duplicates), udp],
    [text.reordered, (r) => reorderedText(r, words, format), udp],
    [text.corrupt, (r) => format.count(r.probes?.corrupt), some((r) => r.probes?.corrupt)],
    [text.foreign, (r) => format.count(r.probes?.foreign), some((r) => r.probes?.foreign)],
    [text.refused, (r) => refusedText(r, format), (r) => Object.keys(r.probes?.refused ?? {}).length > 0],
    [text.skipped, (r) => format.count(r.probes?.unsent?.skipped), some((r) => r.probes?.unsent?.skipped)],
    [text.errors, (r) => format.count(r.probes?.errors), some((r) => r.probes?.errors)],
    [
      text.connectFailed,
      (r) => format.count(r.connect?.failed),
      (r) => r.mode === 'connect' || (r.connect?.failed ?? 0) > 0,
    ],
  ];
}

/** What the way did, and what came before the measured part. */
function pathLines(result: RunResult, words: Words, format: Format): Line[] {
  const text = words.summary.rows;
  const roundTrips = result.transports.some(({ jitter }) => (jitter.roundTrip ?? 0) > 0);
  return [
    [text.retransmits, (r) => format.count(retransmitsOf(r)), (r) => retransmitsOf(r) !== null],
    [text.jitter, (r) => format.time(r.jitter.roundTrip), some((r) => r.jitter.roundTrip)],
    [
      roundTrips ? text.jitterUp : text.jitterUpAlone,
      (r) => format.time(r.jitter.up),
      some((r) => r.jitter.up),
    ],
    [
      roundTrips ? text.jitterDown : text.jitterDownAlone,
      (r) => format.time(r.jitter.down),
      some((r) => r.jitter.down),
    ],
    [
      text.setUp,
      (r) => format.time(r.connect?.p50),
      (r) => r.mode !== 'connect' && (r.connect?.count ?? 0) > 0,
    ],
    [text.syns, (r) => format.count(r.connect?.synRetransmits), some((r) => r.connect?.synRetransmits)],
    [
      text.warmup,
      (r) =>
        r.warmup === null
          ? UNKNOWN
          : text.warmupValue(format.count(r.warmup.sent), format.count(r.warmup.lost)),
      some((r) => r.warmup?.sent),
    ],
  ];
}

const unsentOf = ({ probes }: TransportResult): number =>
  (probes?.unsent?.refused ?? 0) + (probes?.unsent?.skipped ?? 0);

function undeliveredText({ undelivered }: TransportResult, format: Format): string {
  return undelivered == null
    ? UNKNOWN
    : `${format.count(undelivered.count)} (${format.percent(undelivered.ratio)})`;
}

/** A stream as fast as it goes: how many writes it was cut into is no figure of the network's. */
const isFlood = ({ transport, mode, rate }: TransportResult): boolean =>
  transport === 'tcp' && mode !== 'echo' && mode !== 'connect' && rate.offered === null;

function rateText(result: TransportResult, words: Words, format: Format): string {
  const { rate } = result;
  const text = words.summary.rows;
  const achieved = format.rate(rate.achieved);
  if (rate.achieved === null || isFlood(result)) return UNKNOWN;
  if (rate.offered === null || rate.offered <= 0) return text.perSecond(achieved);
  // To a hundredth of a percent: a schedule of seconds never ends on the nanosecond.
  const share = Math.round((rate.achieved / rate.offered) * 1e4) / 1e4;
  return text.offered(achieved, format.rate(rate.offered), format.percent(share));
}

function confidenceText({ loss }: TransportResult, words: Words, format: Format): string {
  if (loss.confidence95 === null) return UNKNOWN;
  const [low, high] = loss.confidence95;
  return words.summary.rows.between(format.percent(low), format.percent(high));
}

function longestRun({ loss }: TransportResult): number | null {
  return most(Object.keys(loss.runLengths ?? {}).map(Number));
}

function reorderedText({ probes, reordering }: TransportResult, words: Words, format: Format): string {
  const count = format.count(probes?.reordered);
  const extent = reordering?.maxExtent ?? 0;
  return extent > 0 ? `${count} (${words.summary.rows.extent(format.count(extent))})` : count;
}

function refusedText({ probes }: TransportResult, format: Format): string {
  const refused = Object.entries(probes?.refused ?? {});
  return refused.length === 0
    ? '0'
    : refused.map(([errno, n]) => `${format.count(n)} ${errno.replace(/[^A-Z0-9_]/gi, '')}`).join(', ');
}

const PERCENTILES = ['min', 'p50', 'p90', 'p99', 'p999', 'max'] as const satisfies (keyof Distribution)[];

/** Percentiles: one row for each transport and kind of time that was measured; the title tells what they are of. */
export function latencyRows(result: RunResult, words: Words): Rows & { readonly title: string } {
  const format = formatFor(words);
  const text = words.summary;
  const { title, titleLag } = text.latency;
  const kinds = result.transports.flatMap((transport) => distributionsOf(transport).map(([kind]) => kind));
  const rows = result.transports.flatMap((transport) =>
    distributionsOf(transport).map(([kind, times]) => [
      `${text.transports[transport.transport]} ${text.latency[kind]}`,
      ...PERCENTILES.map((column) => format.time(times[column])),
    ]),
  );
  return {
    title: kinds.every((kind) => kind === 'sendLag') ? titleLag : title,
    head: ['', ...PERCENTILES.map((column) => text.columns[column])],
    rows,
  };
}

type LatencyKind = 'response' | 'service' | 'sendLag' | 'connect';

/** Those that hold at least one value; set-up times only where they were what the run asked for. */
export function distributionsOf(transport: TransportResult): [LatencyKind, Distribution][] {
  const { response, service, sendLag } = transport.latency;
  const all: [LatencyKind, Distribution | null][] = [
    ['response', response],
    ['service', service],
    ['connect', transport.mode === 'connect' ? transport.connect : null],
    ['sendLag', sendLag],
  ];
  return all.filter((entry): entry is [LatencyKind, Distribution] => (entry[1]?.count ?? 0) > 0);
}

/** Loss of each direction with its causes; null where no transport knows them. */
export function directionRows(result: RunResult, words: Words): Rows | null {
  const format = formatFor(words);
  const text = words.summary.losses;
  const rows = result.transports.flatMap(({ transport, loss }) =>
    (['up', 'down'] as const).flatMap((direction) => {
      const figures = loss[direction];
      // TCP delivers or ends: its directions are worth rows only where something was lost after all.
      if (figures === null || (transport === 'tcp' && (figures.lost ?? 0) === 0)) return [];
      return [
        [
          `${words.summary.transports[transport]} ${text[direction]}`,
          format.count(figures.sent),
          format.count(figures.received),
          format.count(figures.lost),
          format.percent(figures.ratio),
          causesText(figures, words, format),
        ],
      ];
    }),
  );
  const head = [text.direction, text.sent, text.received, text.lost, text.ratio, text.cause];
  return rows.length === 0 ? null : { head, rows };
}

function causesText(
  { lost, causes }: NonNullable<TransportResult['loss']['up']>,
  words: Words,
  format: Format,
): string {
  const text = words.summary.losses;
  if (lost === 0) return text.none;
  if (causes === null) return lost === null ? UNKNOWN : text.noCause;
  const known = (['receiverBuffer', 'notAnswered', 'network', 'unknown'] as const).filter(
    (cause) => (causes[cause] ?? 0) > 0,
  );
  if (known.length === 0) return text.noCause;
  return known.map((cause) => text.causes[cause](format.count(causes[cause]))).join(', ');
}
