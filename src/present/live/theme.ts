/**
 * Colours and shapes. Every meaning has a shape, so that nothing is lost without colours;
 * every shape is one column wide and has an ASCII stand-in for locales that are not UTF-8.
 */

import { COLOURS, type Colour, type Tone } from '../looks.ts';
import { type Environment, isUnicode } from '../terminal/locale.ts';

export type Style = Tone | 'plain' | 'strong' | 'inverse';

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

type Codes = Readonly<Record<Style, string>>;

const codesOf = (say: (colour: Colour, tone: Tone) => string): Codes => {
  const tones = Object.entries(COLOURS) as [Tone, Colour][];
  const said = tones.map(([tone, colour]) => [tone, say(colour, tone)] as const);
  return { plain: '', strong: '1', inverse: '7', ...(Object.fromEntries(said) as Record<Tone, string>) };
};
/** What stands out among much else. */
const BOLD: ReadonlySet<Tone> = new Set(['bad', 'warn', 'tcp', 'udp']);
const ofMany = (code: number, tone: Tone): string => `${BOLD.has(tone) ? '1;' : ''}38;5;${code}`;

const MIDDLE = codesOf(({ terminal }, tone) => ofMany(terminal, tone));
const LIGHT = codesOf(({ terminalLight }, tone) => ofMany(terminalLight, tone));
/** For terminals with 16 colours or fewer. */
const BASIC = codesOf(({ basic }) => basic);

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

function palette(env: Environment): Codes {
  const many = /256|truecolor|24bit|direct|kitty|alacritty/i.test(
    `${env['TERM'] ?? ''} ${env['COLORTERM'] ?? ''}`,
  );
  if (!many) return BASIC;
  const background = Number(env['COLORFGBG']?.split(';').at(-1) ?? Number.NaN);
  return background === 7 || background === 15 ? LIGHT : MIDDLE;
}
