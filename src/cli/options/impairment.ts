/** The options of an emulated link: of `tcp`, `udp`, `compare`, `lab` and `serve`. */
import { type Command, Option } from '@commander-js/extra-typings';
import { PROFILES } from '../../link/profiles.ts';
import { type DirectionImpairment, type Impairment, NO_IMPAIRMENT } from '../../result/impairment.ts';
import { type Direction, parseDuration, parseNumber, parseRatio } from '../../units.ts';
import type { Words } from '../../words/index.ts';
import { refuse } from './values.ts';

/** What was typed. */
export interface ImpairmentOptions {
  loss?: string;
  burstLoss?: string;
  drop?: string;
  delay?: string;
  jitter?: string;
  jitterShape?: string;
  reorder?: string;
  duplicate?: string;
  corrupt?: string;
  bandwidth?: string;
  queue?: string;
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
  shown('--reorder <share>', texts.reorder);
  shown('--duplicate <share>', texts.duplicate);
  shown('--corrupt <share>', texts.corrupt);
  shown('--bandwidth <b>', texts.bandwidth);
  shown('--queue <packets>', texts.queue);
  shown('--profile <name>', texts.profile(Object.keys(PROFILES).join(', ')));
}

type Values = { -readonly [K in keyof DirectionImpairment]: DirectionImpairment[K] };
/** Reads a value, or gives undefined where the text is none. */
type Reader = (text: string) => Partial<Values> | undefined;

/**
 * @returns null where no option of a link was given
 * @throws SockbenchError `bad-option`
 */
export function impairmentFrom(options: ImpairmentOptions, seed: number, words: Words): Impairment | null {
  const given = FIELDS.filter(({ name }) => options[name] !== undefined);
  if (given.length === 0 && options.profile === undefined) return null;
  const base = profileFrom(options.profile, words);
  const both = { up: { ...base.up }, down: { ...base.down } };
  for (const { name, flag, read, allowed } of given) {
    const text = options[name]!;
    for (const [direction, part] of byDirection(text)) {
      const values = read(part);
      if (values === undefined) refuse(flag, text, words.lab.allowed[allowed]);
      Object.assign(both[direction], values);
    }
  }
  return { ...both, profile: options.profile ?? null, seed };
}

/** The first option of a link that was given, as typed; `--loss` where there is none. */
export const linkOption = (options: ImpairmentOptions): string =>
  FIELDS.find(({ name }) => options[name] !== undefined)?.flag ??
  (options.profile === undefined ? '--loss' : '--profile');

function profileFrom(name: string | undefined, words: Words): Record<Direction, DirectionImpairment> {
  if (name === undefined) return { up: NO_IMPAIRMENT, down: NO_IMPAIRMENT };
  if (Object.hasOwn(PROFILES, name)) return PROFILES[name]!;
  return refuse('--profile', name, words.lab.allowed.profile(Object.keys(PROFILES).join(', ')));
}

/** `5%` is for both directions; `up=5%,down=0` or `up=5%` for each by itself. */
function byDirection(text: string): [Direction, string][] {
  const parts = text.split(/,(?=(?:up|down)=)/).map((part) => /^(?:(up|down)=)?(.*)$/s.exec(part)!);
  return parts.flatMap(([, direction, value]): [Direction, string][] =>
    direction === undefined
      ? [
          ['up', value!],
          ['down', value!],
        ]
      : [[direction as Direction, value!]],
  );
}

const share =
  (name: 'loss' | 'reorder' | 'duplicate' | 'corrupt'): Reader =>
  (text) => {
    const ratio = parseRatio(text);
    return ratio === undefined ? undefined : { [name]: ratio };
  };

const time =
  (name: 'delay' | 'jitter'): Reader =>
  (text) => {
    const value = parseDuration(text);
    return value === undefined || value > LONGEST_DELAY ? undefined : { [name]: value };
  };
const LONGEST_DELAY = 60e9;

const burst: Reader = (text) => {
  const [first, second, ...more] = text.split(',');
  const ratio = parseRatio(first ?? '');
  if (ratio === 0 && second === undefined) return { burst: null };
  const meanLength = Number(second);
  if (ratio === undefined || more.length > 0 || !(meanLength >= 1)) return undefined;
  return ratio === 0 ? { burst: null } : { burst: { ratio, meanLength } };
};

const drop: Reader = (text) => {
  if (text === '0' || text === '') return { drop: [] };
  const numbers = text.split(',').map(Number);
  return numbers.every((number) => Number.isSafeInteger(number) && number > 0)
    ? { drop: numbers }
    : undefined;
};

const shape: Reader = (text) => (text === 'uniform' || text === 'normal' ? { jitterShape: text } : undefined);

const bandwidth: Reader = (text) => {
  const value = parseNumber(text);
  return value === undefined || value < 1000 ? undefined : { bandwidth: value };
};

const queue: Reader = (text) => {
  const value = parseNumber(text);
  return value === undefined || !Number.isInteger(value) || value > 1e6 ? undefined : { queue: value };
};

const FIELDS = [
  { name: 'loss', flag: '--loss', read: share('loss'), allowed: 'share' },
  { name: 'burstLoss', flag: '--burst-loss', read: burst, allowed: 'burst' },
  { name: 'drop', flag: '--drop', read: drop, allowed: 'drop' },
  { name: 'delay', flag: '--delay', read: time('delay'), allowed: 'time' },
  { name: 'jitter', flag: '--jitter', read: time('jitter'), allowed: 'time' },
  { name: 'jitterShape', flag: '--jitter-shape', read: shape, allowed: 'shape' },
  { name: 'reorder', flag: '--reorder', read: share('reorder'), allowed: 'share' },
  { name: 'duplicate', flag: '--duplicate', read: share('duplicate'), allowed: 'share' },
  { name: 'corrupt', flag: '--corrupt', read: share('corrupt'), allowed: 'share' },
  { name: 'bandwidth', flag: '--bandwidth', read: bandwidth, allowed: 'bandwidth' },
  { name: 'queue', flag: '--queue', read: queue, allowed: 'queue' },
] as const;
