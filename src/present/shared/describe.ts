/** What was asked for, in words: one sentence about the run and one about the link. Shared by text, Markdown and page. */

import type { RunResult } from '../../result/document/schema.ts';
import {
  type DirectionImpairment,
  type FullImpairment,
  type Impairment,
  inFull,
  NO_IMPAIRMENT,
} from '../../result/impairment.ts';
import type { Words } from '../../words/index.ts';
import { type Format, formatFor } from '../format.ts';
import { safeText } from '../safe-text.ts';

/** `TCP and UDP, request and answer, 100 probes/s of 64 bytes, 1 client, for 10 s, to 192.168.0.7:5000`. */
export function describeRun(result: RunResult, words: Words): string {
  const { spec, effective } = result;
  const text = words.summary;
  const format = formatFor(words);
  const duration = effective?.duration ?? spec.duration;
  const parts = [
    spec.transports.map((transport) => text.transports[transport]).join(' + '),
    text.modes[spec.mode],
    ...new Set(spec.transports.map((transport) => describeLoad(result, transport, words, format))),
    text.clients(spec.clients),
  ];
  if (spec.count !== null) parts.push(text.untilCount(spec.count));
  if (duration !== null && (spec.count === null || spec.duration !== null))
    parts.push(text.during(format.time(duration)));
  if (spec.transports.length > 1 && effective?.together === false) parts.push(text.inTurn);
  const congestion = describeCongestion(result, words);
  if (congestion !== null) parts.push(text.congestion(congestion));
  parts.push(describeTarget(result, words));
  return parts.filter((part) => part !== '').join(', ');
}

function describeLoad(result: RunResult, transport: string, words: Words, format: Format): string {
  const { spec, effective } = result;
  const text = words.summary;
  const rate = effective?.rate[transport] ?? spec.rate;
  const size = effective?.size[transport] ?? spec.size;
  const perSecond = spec.mode === 'both' ? text.rates.perDirection : text.rates.perSecond;
  const parts = [
    typeof rate === 'number' ? perSecond(format.rate(rate)) : rate === null ? '' : text.rates[rate],
    size === null ? '' : text.ofBytes(size),
  ];
  // "closed loop of 64 bytes" would be read as one thing.
  const glue = typeof rate === 'number' ? ' ' : ', ';
  const load = parts
    .filter((part) => part !== '')
    .join(glue)
    .replace(/, (of|de) /, ', ');
  // What was asked for first, then what it came to.
  const bits = spec.bitrate == null ? undefined : effective?.bitrate?.[transport];
  return bits === undefined ? load : `${format.bits(bits)} (${load})`;
}

/** `cubic`, or `bbr up, cubic down`: what the senders' kernels told, else what was to be expected; null without TCP. */
function describeCongestion({ spec, effective, transports }: RunResult, words: Words): string | null {
  if (!spec.transports.includes('tcp')) return null;
  const tcp = transports.find(({ transport }) => transport === 'tcp')?.tcp;
  const ways = (['up', 'down'] as const).filter(
    (way) => spec.mode === way || (spec.mode !== 'up' && spec.mode !== 'down'),
  );
  const told = ways.flatMap((way) => {
    const name = tcp?.[way]?.congestionControl ?? null;
    return name === null ? [] : [{ way, name: safeText(name) }];
  });
  const names = new Set(told.map(({ name }) => name));
  if (names.size > 1) return told.map(({ way, name }) => `${name} ${words.summary.link[way]}`).join(', ');
  const expected = effective?.congestionControl ?? spec.congestionControl;
  return told[0]?.name ?? (expected === null ? null : safeText(expected));
}

function describeTarget({ spec, effective }: RunResult, words: Words): string {
  const text = words.summary;
  if (spec.target === null) return text.ownServer;
  const { scheme, host, port } = spec.target;
  const name = `${scheme === 'echo' ? 'echo://' : ''}${host.includes(':') ? `[${host}]` : host}:${port}`;
  const address = effective?.serverAddress;
  return text.towards(
    safeText(address === null || address === undefined || address === name ? name : `${name} (${address})`),
  );
}

/** `loss 5 %, delay 20 ms each way, seed 7`; null where there was no link. */
export function describeLink(result: RunResult, words: Words): string | null {
  const impairment = result.effective?.impairment ?? result.spec.impairment;
  if (impairment === null) return null;
  const text = words.summary.link;
  const changes = Math.max(0, ...result.transports.map(({ link }) => link?.changes.length ?? 0));
  const parts = [describeImpairment(impairment, words)];
  if (changes > 0) parts.push(text.changes(changes));
  const overrun = result.transports.reduce((all, { link }) => all + (link?.overrun ?? 0), 0);
  if (overrun > 0) parts.push(text.overrun(overrun));
  const shifted = shiftedOf(result);
  if (shifted.count > 0) parts.push(text.shifted(shifted.count, formatFor(words).time(shifted.most)));
  return parts.join('; ');
}

/** Packets whom the order kept waiting beyond the delay that was asked for. */
function shiftedOf({ transports }: RunResult): { count: number; most: number } {
  const delays = transports.flatMap(({ link }) => [link?.up.delay, link?.down.delay]);
  const known = delays.filter((delay) => delay !== null && delay !== undefined);
  return {
    count: Math.max(0, ...known.map(({ shifted }) => shifted)),
    most: Math.max(0, ...known.map(({ mostShifted }) => mostShifted)),
  };
}

export function describeImpairment(impairment: Impairment, words: Words): string {
  const text = words.summary.link;
  const format = formatFor(words);
  const up = describeDirection(impairment.up, words, format);
  const down = describeDirection(impairment.down, words, format);
  const seed = text.seed(String(impairment.seed));
  const profile = impairment.profile === null ? [] : [text.profile(safeText(impairment.profile))];
  const perfect = up === text.perfect && down === text.perfect && profile.length === 0;
  // Nothing is drawn from a seed.
  if (perfect) return text.perfect;
  const what = up === down ? `${up} ${text.eachWay}` : `${text.up}: ${up}; ${text.down}: ${down}`;
  return [...profile, what, seed].join(', ');
}

/** What happens to datagrams that go one way only: `loss 5 %, delay 20 ms, seed 7`. */
export const describeOneWay = (direction: DirectionImpairment, seed: number, words: Words): string =>
  `${describeDirection(direction, words, formatFor(words))}, ${words.summary.link.seed(String(seed))}`;

function describeDirection(direction: DirectionImpairment, words: Words, format: Format): string {
  const impairment = inFull(direction);
  const text = words.summary.link;
  const { loss, burst, drop, delay, jitter, reorder, duplicate, corrupt, bandwidth } = impairment;
  const parts: string[] = [];
  if (loss > 0) parts.push(text.loss(format.percent(loss)));
  if (burst !== null) parts.push(text.burst(format.percent(burst.ratio), format.plain(burst.meanLength, 1)));
  if (drop.length > 0) parts.push(text.drop(drop.length));
  if (delay > 0) parts.push(text.delay(format.time(delay)));
  if (jitter > 0) parts.push(text.jitter(format.time(jitter)));
  if (jitter > 0 && impairment.jitterTime !== NO_IMPAIRMENT.jitterTime)
    parts.push(text.jitterTime(format.time(impairment.jitterTime)));
  if (reorder > 0) parts.push(text.reorder(format.percent(reorder)));
  if (duplicate > 0) parts.push(text.duplicate(format.percent(duplicate)));
  if (corrupt > 0) parts.push(text.corrupt(format.percent(corrupt)));
  if (bandwidth !== null)
    parts.push(text.bandwidth(format.bits(bandwidth), describeQueue(impairment, words, format)));
  return parts.length === 0 ? text.perfect : parts.join(', ');
}

/** `150 kB, FQ-CoDel, ECN` */
function describeQueue(
  { queue, queueBytes, aqm, ecn }: FullImpairment,
  words: Words,
  format: Format,
): string {
  const size =
    queueBytes === null ? words.summary.link.queuePackets(queue) : `${format.plain(queueBytes / 1000, 1)} kB`;
  return [size, ...(aqm === 'none' ? [] : [AQM[aqm]]), ...(ecn ? ['ECN'] : [])].join(', ');
}

/** The names that their authors gave them, in every language. */
const AQM = { codel: 'CoDel', 'fq-codel': 'FQ-CoDel' } as const;
