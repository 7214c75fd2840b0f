/**
 * Colours and shapes. Every meaning has a shape, so that nothing is lost without colours;
 * every shape is one column wide and has an ASCII stand-in for locales that are not UTF-8.
 */
import { type Environment, isUnicode } from '../locale.ts';

export type Style = 'plain' | 'strong' | 'dim' | 'good' | 'bad' | 'warn' | 'tcp' | 'udp' | 'inverse';

export interface Glyphs {
  /** Bars from an eighth to full, index 1..8; index 0 is a space. */
  readonly eighths: string;
  readonly p99: string;
  readonly max: string;
  readonly arrived: string;
  readonly lost: string;
  readonly waited: string;
  readonly held: string;
  /** Shares of whose the time was. */
  readonly bar: string;
  readonly barUp: string;
  readonly barOwn: string;
  readonly barServer: string;
  readonly barUnknown: string;
  readonly stalled: string;
  readonly open: string;
  readonly late: string;
  readonly duplicate: string;
  readonly disorder: string;
  readonly shaft: string;
  readonly toServer: string;
  readonly toClient: string;
  readonly dropped: string;
  readonly again: string;
  readonly full: string;
  readonly empty: string;
  readonly rule: string;
  readonly wall: string;
  readonly alert: string;
  readonly arrow: string;
  /** A scale that has just grown. */
  readonly grown: string;
}

const UNICODE: Glyphs = {
  eighths: ' ▁▂▃▄▅▆▇█',
  p99: '┃',
  max: '╎',
  arrived: '■',
  lost: '×',
  waited: '░',
  held: '▒',
  bar: '█',
  barUp: '▓',
  barOwn: '▚',
  barServer: '▒',
  barUnknown: '?',
  stalled: '*',
  open: '·',
  late: '◇',
  duplicate: '‡',
  disorder: '↔',
  shaft: '─',
  toServer: '▶',
  toClient: '◀',
  dropped: '╳',
  again: '↻',
  full: '█',
  empty: '░',
  rule: '─',
  wall: '│',
  alert: '▲',
  arrow: '→',
  grown: '▲',
};

const ASCII: Glyphs = {
  eighths: ' ___xxX##',
  p99: ':',
  max: "'",
  arrived: '#',
  lost: 'x',
  waited: '-',
  held: '~',
  bar: '#',
  barUp: '=',
  barOwn: '!',
  barServer: 's',
  barUnknown: '?',
  stalled: '*',
  open: '.',
  late: 'l',
  duplicate: '2',
  disorder: '%',
  shaft: '-',
  toServer: '>',
  toClient: '<',
  dropped: 'X',
  again: '^',
  full: '#',
  empty: '.',
  rule: '-',
  wall: '|',
  alert: '!',
  arrow: '>',
  grown: '^',
};

/** Tones in the middle of the 256-colour cube: legible on black and on white, because few terminals tell which they are. */
const MIDDLE: Readonly<Record<Style, string>> = {
  plain: '',
  strong: '1',
  dim: '38;5;244',
  good: '38;5;34',
  bad: '1;38;5;196',
  warn: '1;38;5;172',
  tcp: '1;38;5;33',
  udp: '1;38;5;170',
  inverse: '7',
};
const LIGHT: Readonly<Record<Style, string>> = {
  ...MIDDLE,
  dim: '38;5;241',
  good: '38;5;28',
  bad: '1;38;5;160',
  warn: '1;38;5;130',
  tcp: '1;38;5;25',
  udp: '1;38;5;127',
};
/** For terminals with 16 colours or fewer. */
const BASIC: Readonly<Record<Style, string>> = {
  ...MIDDLE,
  dim: '2',
  good: '32',
  bad: '1;31',
  warn: '33',
  tcp: '1;36',
  udp: '1;35',
};

export interface Theme {
  readonly colour: boolean;
  readonly unicode: boolean;
  readonly glyphs: Glyphs;
  /** Wraps text in a style; plain text where colours are off (bold and inverse included: NO_COLOR asks for none of it). */
  paint(style: Style, text: string): string;
}

/** What this terminal and locale can show: NO_COLOR, TERM, COLORTERM, COLORFGBG, LC_ALL, LC_CTYPE, LANG. */
export function themeFor(env: Environment, platform: NodeJS.Platform = process.platform): Theme {
  const colour = (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  const unicode = isUnicode(env, platform);
  const codes = palette(env);
  const glyphs = unicode ? UNICODE : ASCII;
  const paint = (style: Style, text: string): string =>
    !colour || style === 'plain' || text === '' ? text : `\u001B[${codes[style]}m${text}\u001B[0m`;
  return { colour, unicode, glyphs, paint };
}

function palette(env: Environment): Readonly<Record<Style, string>> {
  const many = /256|truecolor|24bit|direct|kitty|alacritty/i.test(
    `${env['TERM'] ?? ''} ${env['COLORTERM'] ?? ''}`,
  );
  if (!many) return BASIC;
  const background = Number(env['COLORFGBG']?.split(';').at(-1) ?? Number.NaN);
  return background === 7 || background === 15 ? LIGHT : MIDDLE;
}
