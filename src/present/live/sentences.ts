/** *What just happened*, in one sentence that changes with the data. Pure. */
import type { Direction } from '../../units.ts';
import { typed } from '../../words/command.ts';
import type { Words } from '../../words/index.ts';
import { UNKNOWN } from '../format.ts';
import { sayEnding } from '../shared/sentences.ts';
import type { Figures } from './figures.ts';
import { type Lane, oneWayDirections, type RunModel, type Tally } from './model/model.ts';
import { tallyOf } from './model/tally.ts';
import { latencyOf } from './parts/lane.ts';
import { type Holder, mostOf } from './parts/owners.ts';

export interface Speech {
  readonly words: Words['live'];
  readonly allWords: Words;
  readonly figures: Figures;
}

/** The run as a whole. */
export const summarySentence = (speech: Speech, model: RunModel): string =>
  summarySentences(speech, model).join(' ');

/** One sentence for each transport, then what they say together: what matters most first. */
export function summarySentences(speech: Speech, model: RunModel): string[] {
  const { happened } = speech.words;
  const failure = failureOf(speech, model);
  if (failure !== null) return [happened.failed(failure)];
  if (model.phase === 'starting' || model.phase === 'connecting') return [happened.starting];
  if (model.phase === 'warmup') return [happened.warmup];
  const said = [...model.lanes]
    .sort((a, b) => (a.transport < b.transport ? 1 : -1))
    .map((lane) => {
      const over = model.phase === 'ended';
      const directions = oneWayDirections(model.spec);
      return directions.length > 0
        ? carriedSentence(speech, lane, directions, over)
        : laneSentence(speech, lane, over);
    })
    .filter((sentence) => sentence !== '');
  return [...serverEnded(speech, model), ...said, ...tailSentence(speech, model)];
}

/** What the slowest in a hundred paid, side by side: the figure that the comparison is made for. */
function tailSentence(speech: Speech, { lanes }: RunModel): string[] {
  const { words, figures } = speech;
  const [tcp, udp] = (['tcp', 'udp'] as const).map((transport) =>
    lanes.find((lane) => lane.transport === transport),
  );
  const [slow, fast] = [tcp, udp].map((lane) => (lane === undefined ? null : (latencyOf(lane)?.p99 ?? null)));
  if (slow == null || fast == null || fast <= 0) return [];
  const ratio = slow / fast;
  const times = ratio >= 1.05 ? words.happened.times(figures.plain(ratio, 1)) : '';
  return [
    words.happened.tails(figures.time(slow), figures.time(fast), times),
    ...whoseTails(speech, tcp!, udp!),
  ];
}

/** Whose that time was, for the most part; nothing where one of them does not tell. */
function whoseTails({ words, allWords, figures }: Speech, ...lanes: readonly [Lane, Lane]): string[] {
  const { happened } = words;
  const { held, inNetwork } = allWords.owners;
  const [tcp, udp] = lanes.map((lane) => mostOf(lane));
  if (tcp == null || udp == null) return [];
  const where = ({ name }: Holder): string => (name === 'network' ? inNetwork : held[name]);
  const share = (holder: Holder): string => figures.percent(holder.share);
  if (tcp.name === udp.name) return [happened.tailsAt(where(tcp), share(tcp), share(udp))];
  const [ofTcp, ofUdp] = [tcp, udp].map((holder) => happened.tailPart(where(holder), share(holder)));
  return [happened.tailsApart(ofTcp!, ofUdp!)];
}

/** Nobody here has ended it. */
function serverEnded({ allWords }: Speech, { result }: RunModel): string[] {
  return result?.ending.status === 'interrupted' && result.ending.code !== undefined
    ? [sayEnding(result, allWords).message]
    : [];
}

/** Why the run failed, in the person's language where its code is known; null where it did not. */
export function failureOf(speech: Speech, model: RunModel): string | null {
  const { result } = model;
  return result?.ending.status === 'failed' ? sayEnding(result, speech.allWords).message : null;
}

/** Whether anything was lost, or sent again so that nothing was. */
export function anyLoss(model: RunModel): boolean {
  return model.lanes.some((lane) => {
    const tally = tallyOf(lane);
    const directions = [
      lane.final?.loss.up ?? lane.snapshot?.up,
      lane.final?.loss.down ?? lane.snapshot?.down,
    ];
    return (
      (tally?.missing ?? 0) > 0 ||
      (tally?.retransmits ?? 0) > 0 ||
      directions.some((direction) => (direction?.lost ?? 0) > 0)
    );
  });
}

/** A suggestion where loopback has nothing to show: no target, no emulated link. */
export function suggestionFor(model: RunModel): string | null {
  const { spec } = model;
  if (spec.target !== null || model.impairment !== null) return null;
  const command = spec.transports.length > 1 ? 'compare' : spec.transports[0]!;
  return typed(`${command} --loss 5% --delay 20ms`);
}

function laneSentence(speech: Speech, lane: Lane, over: boolean): string {
  const tally = tallyOf(lane);
  if (tally === null || tally.sent === 0) return '';
  if (!over && tally.answered === 0 && tally.missing === 0)
    return speech.words.happened.noAnswer(speech.words.transport[lane.transport], tally.sent);
  return lane.transport === 'udp' ? udpSentence(speech, tally, over) : tcpSentence(speech, lane, tally, over);
}

/** A one-way run: what was carried, and at its end, where it is known, what was lost. */
function carriedSentence(
  { words, figures }: Speech,
  lane: Lane,
  directions: readonly Direction[],
  over: boolean,
): string {
  const { happened } = words;
  const known = directions.map((direction) => ({ direction, bits: carriedBits(lane, direction) }));
  const rates = known
    .filter(({ bits }) => bits !== null)
    .map(({ direction, bits }) =>
      (direction === 'up' ? happened.rateUp : happened.rateDown)(figures.bits(bits)),
    )
    .join(` ${happened.and} `);
  if (rates === '') return '';
  const name = words.transport[lane.transport];
  if (!over) return happened.carries(name, rates);
  const losses = directions.map((direction) => lane.final?.loss[direction] ?? null);
  const lost = sumOf(losses.map((loss) => loss?.lost ?? null));
  const sent = sumOf(losses.map((loss) => loss?.sent ?? null));
  return lane.transport === 'udp' && lost !== null && lost > 0
    ? happened.carriedLosing(name, rates, lost, happened.datagrams(sent ?? UNKNOWN))
    : happened.carried(name, rates);
}

/** null where any is unknown */
const sumOf = (values: readonly (number | null)[]): number | null =>
  values.reduce((all, value) => (all === null || value === null ? null : all + value), 0);

/** Payload bits per second of the run so far that arrived, as far as their receiver has told. */
export function carriedBits({ final, snapshot }: Lane, direction: Direction): number | null {
  if (final !== null) return final.goodput[direction];
  const told = snapshot?.goodput[direction] ?? null;
  return told === null || told.span <= 0 ? null : (told.bytes * 8e9) / told.span;
}

function udpSentence({ words }: Speech, { missing, sent: all, open }: Tally, over: boolean): string {
  const { happened } = words;
  const datagrams = happened.datagrams(all - open);
  if (missing === 0) return happened.udpNone(datagrams);
  return over ? happened.udpLost(missing, datagrams) : happened.udpMissing(missing, datagrams);
}

function tcpSentence({ words, figures }: Speech, lane: Lane, tally: Tally, over: boolean): string {
  const { happened } = words;
  const { answered, retransmits, dropped, droppedAcks } = tally;
  const sent = tally.sent - tally.open;
  const owed = sent - answered;
  const whole = happened.messages(sent);
  if (over && owed > 0) return happened.tcpUndelivered(owed, whole);
  if (!over && lane.happening?.kind === 'stall') return happened.tcpMissing(owed, whole);
  const all = owed > 0 ? words.of(figures.count(answered), whole) : happened.allMessages(answered);
  const slowest = tally.slowest === null ? '' : happened.slowest(figures.time(tally.slowest));
  // Not every dropped packet is sent again: a later acknowledgement makes up for a lost one.
  if (retransmits === null || retransmits === 0) return happened.tcpNone(all, slowest);
  const again = happened.segments(retransmits);
  return dropped !== null && dropped > 0
    ? happened.tcpDropped(happened.packets(dropped), droppedAcks, again, all, slowest)
    : happened.tcpAgain(again, all, slowest);
}
