/** What the screen of a load knows, grown by its reducer from what happens. Pure: time comes with each event. */

import type { LoadDocument, LoadedPhase, PhaseName } from '../../../result/document/load.ts';
import type { Ending } from '../../../result/document/schema.ts';
import type { RunEvent } from '../../../result/events/events.ts';
import type { Impairment, QueueMoment } from '../../../result/impairment.ts';
import type { Direction } from '../../../units.ts';
import type { Point } from '../model/history.ts';

/** What is loaded, ns since the probes began. */
export interface PhaseBand {
  readonly name: PhaseName;
  readonly from: number;
  /** null: it goes on. */
  readonly to: number | null;
}

/** One direction's picture. */
export interface Way {
  readonly goodput: readonly Point[];
  readonly delay: readonly Point[];
  readonly queue: QueueMoment | null;
  /** The least delay so far, with the offset of the clocks in it, ns. */
  readonly least: number;
}

export interface LoadModel {
  /** Which line stands in the heading. */
  readonly spec: LoadDocument['spec'];
  readonly impairment: Impairment | null;
  readonly congestion: string | null;
  readonly up: Way;
  readonly down: Way;
  readonly bands: readonly PhaseBand[];
  /** Of the first probe, ns of the run's clock; null: none has come. */
  readonly zero: number | null;
  /** The latest moment that is known on both clocks: ns since `zero`, and ms of the screen's. */
  readonly latest: { readonly at: number; readonly seen: number };
  /** When the link last told how much it had carried, ns since `zero`. */
  readonly told: number;
  readonly document: LoadDocument | null;
  /** The person fills the line by hand. */
  readonly byHand: boolean;
  /** What was turned meanwhile; and how the link was before that. */
  readonly turns: readonly Turn[];
  readonly before: Impairment | null;
  /** Why what was begun by hand ended by itself; null: nothing did. */
  readonly failure: Ending | null;
}

/** The link from then on, ns since the probes began. */
export interface Turn {
  readonly at: number;
  readonly impairment: Impairment;
}

export type LoadScreenEvent =
  | { readonly event: 'run'; readonly run: string; readonly of: RunEvent }
  | { readonly event: 'link'; readonly impairment: Impairment }
  | { readonly event: 'over'; readonly document: LoadDocument }
  /** From here on loads begin and end by hand: a new picture. */
  | { readonly event: 'by-hand' };

const EMPTY_WAY: Way = { goodput: [], delay: [], queue: null, least: Number.POSITIVE_INFINITY };
const NOTHING_YET = {
  up: EMPTY_WAY,
  down: EMPTY_WAY,
  bands: [],
  zero: null,
  latest: { at: 0, seen: 0 },
  told: 0,
};

export const emptyLoad = (spec: LoadDocument['spec']): LoadModel => ({
  ...NOTHING_YET,
  spec,
  impairment: spec.impairment,
  congestion: spec.congestionControl,
  document: null,
  byHand: false,
  turns: [],
  before: spec.impairment,
  failure: null,
});

/** ns since the probes began. @param now ms of the screen's clock */
export function elapsed({ zero, latest, document, byHand }: LoadModel, now: number): number {
  // What was planned is over: the picture stands still.
  const over = document !== null && !byHand;
  return zero === null ? 0 : latest.at + (over ? 0 : Math.max(0, now - latest.seen) * 1e6);
}

export function reduceLoad(model: LoadModel, event: LoadScreenEvent, now: number): LoadModel {
  switch (event.event) {
    case 'link': {
      const { impairment } = event;
      const turns = model.byHand ? [...model.turns, { at: elapsed(model, now), impairment }] : model.turns;
      return { ...model, impairment, turns };
    }
    case 'over':
      return {
        ...model,
        document: event.document,
        congestion: event.document.congestionControl ?? model.congestion,
      };
    case 'by-hand':
      return { ...model, ...NOTHING_YET, byHand: true, turns: [], before: model.impairment, failure: null };
    case 'run':
      return happened(model, event.run, event.of, now);
    default:
      return event satisfies never;
  }
}

function happened(model: LoadModel, run: string, event: RunEvent, now: number): LoadModel {
  const load = isPhase(run) ? run : null;
  switch (event.event) {
    case 'samples':
      return event.transport === 'udp' ? sampled(model, event, now) : model;
    case 'queue':
      return queued(model, event, elapsed(model, now));
    case 'start': {
      if (load === null)
        return { ...model, failure: null, congestion: event.effective.congestionControl ?? model.congestion };
      return { ...model, bands: [...model.bands, { name: load, from: elapsed(model, now), to: null }] };
    }
    case 'interval':
      return load === null ? model : carried(model, load, event.interval);
    case 'result': {
      const { ending } = event.result;
      const told = model.byHand && ending.status === 'failed' ? { ...model, failure: ending } : model;
      return load === null ? told : { ...told, bands: ended(model.bands, load, elapsed(model, now)) };
    }
    case 'agents':
    case 'granted':
    case 'snapshot':
    case 'packets':
    case 'impairment':
      return model;
    default:
      return event satisfies never;
  }
}

const isPhase = (name: string): name is LoadedPhase => name === 'up' || name === 'down' || name === 'both';

const ended = (bands: readonly PhaseBand[], name: LoadedPhase, at: number): PhaseBand[] =>
  bands.map((band) => (band.name === name && band.to === null ? { ...band, to: at } : band));

function sampled(
  model: LoadModel,
  { sent, up, down }: Extract<RunEvent, { event: 'samples' }>,
  now: number,
): LoadModel {
  const last = sent.reduce((most, at) => Math.max(most, at), Number.NEGATIVE_INFINITY);
  const zero = model.zero ?? sent.reduce((least, at) => Math.min(least, at));
  const at = Math.max(model.latest.at, last - zero);
  const grown = (way: Way, delays: readonly number[]): Way => {
    const least = delays.reduce((lowest, delay) => Math.min(lowest, delay), way.least);
    const added = delays.map((delay) => delay - least).sort((a, b) => a - b);
    return { ...way, least, delay: extended(way.delay, at, added) };
  };
  return {
    ...model,
    zero,
    latest: { at, seen: now },
    up: grown(model.up, up),
    down: grown(model.down, down),
  };
}

/** @param values ascending */
function extended(history: readonly Point[], to: number, values: readonly number[]): readonly Point[] {
  const from = history.at(-1)?.to ?? 0;
  if (to <= from || values.length === 0) return history;
  const rank = (share: number): number => values[Math.ceil(share * values.length) - 1]!;
  // Of some tens: the 95th, so that one that a busy machine held up is not the picture.
  const p95 = rank(0.95);
  const point = { from, to, count: values.length, p50: rank(0.5), p99: p95, max: p95 };
  return [...history, point].slice(-MOST_POINTS);
}

/** Ten minutes, four a second. */
const MOST_POINTS = 2400;

/** What the link has carried since it told last: goodput and all else, as it crosses. */
function queued(model: LoadModel, event: Extract<RunEvent, { event: 'queue' }>, at: number): LoadModel {
  const seconds = (at - model.told) / 1e9;
  // Often enough to see it move; seldom enough that a packet more or less is nothing.
  const due = model.zero !== null && seconds >= 0.2;
  const grown = (way: Way, moment: QueueMoment): Way => {
    const counted = model.zero === null ? moment.sent : (way.queue?.sent ?? moment.sent);
    if (!due) return { ...way, queue: { ...moment, sent: counted } };
    const bits = Math.max(0, (moment.sent - (way.queue?.sent ?? moment.sent)) * 8) / seconds;
    return { ...way, queue: moment, goodput: extended(way.goodput, at, [bits]) };
  };
  return {
    ...model,
    up: grown(model.up, event.up),
    down: grown(model.down, event.down),
    told: due || model.zero === null ? at : model.told,
  };
}

/** Without a link that tells, what the receivers told. */
function carried(
  model: LoadModel,
  name: LoadedPhase,
  { startSeconds, endSeconds, bytesUp, bytesDown }: Extract<RunEvent, { event: 'interval' }>['interval'],
): LoadModel {
  const band = model.bands.findLast((one) => one.name === name);
  if (band === undefined || model.impairment !== null) return model;
  const grown = (way: Way, bytes: number | null): Way => {
    if (bytes === null) return way;
    const bits = (bytes * 8) / (endSeconds - startSeconds);
    const [from, to] = [band.from + startSeconds * 1e9, band.from + endSeconds * 1e9];
    return { ...way, goodput: [...way.goodput, { from, to, count: 1, p50: bits, p99: bits, max: bits }] };
  };
  return { ...model, up: grown(model.up, bytesUp), down: grown(model.down, bytesDown) };
}

/** What goes on; null: nobody loads the line. */
export function nowLoaded({ bands }: LoadModel): readonly Direction[] {
  const names = bands.filter(({ to }) => to === null).map(({ name }) => name);
  const both = names.includes('both');
  return [
    ...(both || names.includes('up') ? (['up'] as const) : []),
    ...(both || names.includes('down') ? (['down'] as const) : []),
  ];
}
