/** The options of an emulated link: of `tcp`, `udp`, `compare`, `lab` and `serve`. */
import { type Command, Option } from '@commander-js/extra-typings';
import { PROFILES } from '../../link/profiles.ts';
import { type FullImpairment, type Impairment, NO_IMPAIRMENT } from '../../result/impairment.ts';
import {
  type Direction,
  parseBits,
  parseBytes,
  parseDuration,
  parseNumber,
  parseRatio,
  parseWhole,
} from '../../units.ts';
import type { Words } from '../../words/index.ts';
import { byDirection, readings } from './lists.ts';
import { clash, meantBy, refuse, within } from './values.ts';

/** What was typed. */
export interface ImpairmentOptions {
  loss?: string;
  burstLoss?: string;
  drop?: string;
  delay?: string;
  jitter?: string;
  jitterShape?: string;
  jitterTime?: string;
  reorder?: string;
  duplicate?: string;
  corrupt?: string;
  bandwidth?: string;
  queue?: string;
  aqm?: string;
  ecn?: boolean;
  profile?: string;
}

/** `--seed` is not among them: the run's commands have it already. */
export function addImpairmentOptions(command: Command, words: Words): void {
  const texts = words.lab.options;
  const shown = (flags: string, text: string) => command.addOption(new Option(flags, text));
  shown('--loss <share>', texts.loss);
  shown('--burst-loss <share,length>', texts.burstLoss);
  shown('--drop <numbers>', texts.drop);
  shown('--delay <t>', texts.delay);
  shown('--jitter <t>', texts.jitter);
  shown('--jitter-shape <shape>', texts.jitterShape);
  shown('--jitter-time <t>', texts.jitterTime);
  shown('--reorder <share>', texts.reorder);
  shown('--duplicate <share>', texts.duplicate);
  shown('--corrupt <share>', texts.corrupt);
  shown('--bandwidth <b>', texts.bandwidth);
  shown('--queue <size>', texts.queue);
  shown('--aqm <name>', texts.aqm);
  shown('--ecn', texts.ecn);
  shown('--profile <name>', texts.profile(Object.keys(PROFILES).join(', ')));
}

type Values = { -readonly [K in keyof FullImpairment]: FullImpairment[K] };
/** Reads a value, or gives undefined where the text is none. */
type Reader = (text: string) => Partial<Values> | undefined;

/**
 * @returns null where no option of a link was given
 * @throws SockbenchError `bad-option`
 */
export function impairmentFrom(options: ImpairmentOptions, seed: number, words: Words): Impairment | null {
  const given = FIELDS.filter(({ name }) => options[name] !== undefined);
  if (!linkGiven(options)) return null;
  const base = profileFrom(options.profile, words);
  const both = { up: { ...base.up }, down: { ...base.down } };
  for (const { name, flag, read, allowed } of given) {
    const text = options[name]!;
    const parts = byDirection(text) ?? refuse(flag, text, words.lab.allowed[allowed]);
    for (const [direction, part] of parts) {
      const values = read(part) ?? refuse(flag, text, words.lab.allowed[allowed], meantBy(part, read));
      Object.assign(both[direction], values);
    }
  }
  for (const direction of [both.up, both.down]) finish(direction, options);
  requireUse(options, Object.values(both), words);
  return { ...both, profile: options.profile ?? null, seed };
}

/** What one option says of another. */
function finish(direction: Values, options: ImpairmentOptions): void {
  if (options.ecn === true) direction.ecn = true;
  // As Linux has it, unless somebody said: a managed queue has room for what its management will not need.
  if (options.queue === undefined && options.profile === undefined) direction.queue = ROOM[direction.aqm];
}

/** Packets. */
const ROOM: Readonly<Record<Values['aqm'], number>> = {
  none: NO_IMPAIRMENT.queue,
  codel: 1000,
  'fq-codel': 10_240,
};

/** @throws SockbenchError `options-clash` where an option only shapes what is not there */
function requireUse(
  { queue: waiting, aqm: managed, ecn, jitterShape, jitterTime: slowness }: ImpairmentOptions,
  directions: readonly Values[],
  { lab: { idle } }: Words,
): void {
  const unlimited = directions.every((one) => one.bandwidth === null);
  if (waiting !== undefined && unlimited) clash('--queue', idle.unlimited, idle.queue);
  const unmanaged = directions.every((one) => one.aqm === 'none');
  if (managed !== undefined && unlimited && !unmanaged) clash('--aqm', idle.unlimited, idle.queue);
  if (ecn === true && (unlimited || unmanaged)) clash('--ecn', idle.unmanaged, idle.ecn);
  const steady = directions.every((one) => one.jitter === 0);
  if (jitterShape !== undefined && steady) clash('--jitter-shape', idle.steady, idle.shape);
  if (slowness !== undefined && steady) clash('--jitter-time', idle.steady, idle.shape);
}

/** Whether any option of a link was. */
export const linkGiven = (options: ImpairmentOptions): boolean =>
  FIELDS.some(({ name }) => options[name] !== undefined) ||
  options.profile !== undefined ||
  options.ecn === true;

/** The first option of a link that was given, as typed; `--loss` where there is none. */
export const linkOption = (options: ImpairmentOptions): string =>
  FIELDS.find(({ name }) => options[name] !== undefined)?.flag ??
  (options.profile !== undefined ? '--profile' : options.ecn === true ? '--ecn' : '--loss');

function profileFrom(name: string | undefined, words: Words): Record<Direction, FullImpairment> {
  if (name === undefined) return { up: NO_IMPAIRMENT, down: NO_IMPAIRMENT };
  if (Object.hasOwn(PROFILES, name)) return PROFILES[name]!;
  return refuse('--profile', name, words.lab.allowed.profile(Object.keys(PROFILES).join(', ')));
}

/** A reader of one field. */
const field =
  <Name extends keyof Values>(name: Name, read: (text: string) => Values[Name] | undefined): Reader =>
  (text) => {
    const value = read(text);
    return value === undefined ? undefined : { [name]: value };
  };

const LONGEST_DELAY = 60e9;
const delay = within(parseDuration, 0, LONGEST_DELAY);
/** Packets; a number beyond them would never be reached. */
const MOST_PACKETS = 1e9;

/** A share and a mean run length; `0` is none at all. */
const burst: Reader = (text) => {
  if (parseRatio(text) === 0) return { burst: null };
  const [first, ...more] = readings<number>(text, [parseRatio, within(parseNumber, 1, MOST_PACKETS)]);
  if (first === undefined || more.length > 0) return undefined;
  const [ratio, meanLength] = first as [number, number];
  return { burst: ratio === 0 ? null : { ratio, meanLength } };
};

const number = within(parseWhole, 1, MOST_PACKETS);
const drop = (text: string): number[] | undefined => {
  if (text === '0') return [];
  const numbers = text.split(',').map(number);
  return numbers.includes(undefined) ? undefined : (numbers as number[]);
};

const oneOf =
  <const Name extends string>(...names: Name[]) =>
  (text: string): Name | undefined =>
    names.find((name) => name === text);
const shape = oneOf('uniform', 'normal');
const aqm = oneOf('none', 'codel', 'fq-codel');
const jitterTime = within(parseDuration, 1000, LONGEST_DELAY);

const bandwidth = within(parseBits, 1000, Number.MAX_SAFE_INTEGER);
/** Packets, or bytes where the unit says so. */
const queue: Reader = (text) => {
  const packets = within(parseWhole, 0, MOST_WAITING)(text);
  if (packets !== undefined) return { queue: packets, queueBytes: null };
  const bytes = within(parseBytes, 0, MOST_WAITING * LARGEST_PACKET)(text);
  return bytes === undefined ? undefined : { queueBytes: bytes };
};
const MOST_WAITING = 1e6;
const LARGEST_PACKET = 1500;

const FIELDS = [
  { name: 'loss', flag: '--loss', read: field('loss', parseRatio), allowed: 'share' },
  { name: 'burstLoss', flag: '--burst-loss', read: burst, allowed: 'burst' },
  { name: 'drop', flag: '--drop', read: field('drop', drop), allowed: 'drop' },
  { name: 'delay', flag: '--delay', read: field('delay', delay), allowed: 'time' },
  { name: 'jitter', flag: '--jitter', read: field('jitter', delay), allowed: 'time' },
  { name: 'jitterShape', flag: '--jitter-shape', read: field('jitterShape', shape), allowed: 'shape' },
  { name: 'jitterTime', flag: '--jitter-time', read: field('jitterTime', jitterTime), allowed: 'jitterTime' },
  { name: 'reorder', flag: '--reorder', read: field('reorder', parseRatio), allowed: 'share' },
  { name: 'duplicate', flag: '--duplicate', read: field('duplicate', parseRatio), allowed: 'share' },
  { name: 'corrupt', flag: '--corrupt', read: field('corrupt', parseRatio), allowed: 'share' },
  { name: 'bandwidth', flag: '--bandwidth', read: field('bandwidth', bandwidth), allowed: 'bandwidth' },
  { name: 'queue', flag: '--queue', read: queue, allowed: 'queue' },
  { name: 'aqm', flag: '--aqm', read: field('aqm', aqm), allowed: 'aqm' },
] as const;
