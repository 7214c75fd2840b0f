/**
 * What a thing is called and which colour it has, wherever it is drawn: on a screen by a sign, on a page by a shape. The one
 * table of both.
 */
import type { Owner } from '../measure/delay/owners.ts';
import type { Words } from '../words/index.ts';

/** A colour by what it says. */
export type Tone = 'good' | 'bad' | 'warn' | 'dim' | 'tcp' | 'udp';

export interface Colour {
  /** Of the 256 of a terminal: legible on black and on white, because few terminals tell which they are. */
  readonly terminal: number;
  /** The same for one that tells that it is light. */
  readonly terminalLight: number;
  /** Of 16, as SGR. */
  readonly basic: string;
  /** Of a page, on white and on black. */
  readonly light: string;
  readonly dark: string;
}

export const COLOURS: Readonly<Record<Tone, Colour>> = {
  good: { terminal: 34, terminalLight: 28, basic: '32', light: '#14713a', dark: '#5fd08a' },
  bad: { terminal: 196, terminalLight: 160, basic: '1;31', light: '#b3151f', dark: '#ff7f86' },
  warn: { terminal: 172, terminalLight: 130, basic: '33', light: '#8a5200', dark: '#ffc24d' },
  dim: { terminal: 244, terminalLight: 241, basic: '2', light: '#50575f', dark: '#aab3bd' },
  tcp: { terminal: 33, terminalLight: 25, basic: '1;36', light: '#0b5cad', dark: '#6cb4ff' },
  udp: { terminal: 170, terminalLight: 127, basic: '1;35', light: '#9a2396', dark: '#f09bea' },
};

/** What became of a probe, by its code in a strip; `m`: overtaken, and not yet given up. */
export type Fate = '.' | 'x' | 'u' | 'n' | 'm' | 'l' | 'd' | 'o' | 'w' | 'h' | 's' | '?';

type Legend = Words['live']['legend'];
type Name = { [Key in keyof Legend]: Legend[Key] extends string ? Key : never }[keyof Legend];

export const FATES: Readonly<Record<Fate, { readonly tone: Tone; readonly name: Name }>> = {
  '.': { tone: 'good', name: 'arrived' },
  x: { tone: 'bad', name: 'lost' },
  u: { tone: 'bad', name: 'lostUp' },
  n: { tone: 'bad', name: 'lostDown' },
  m: { tone: 'bad', name: 'missing' },
  l: { tone: 'bad', name: 'late' },
  d: { tone: 'warn', name: 'duplicate' },
  o: { tone: 'warn', name: 'disorder' },
  w: { tone: 'warn', name: 'waited' },
  h: { tone: 'warn', name: 'blocked' },
  s: { tone: 'dim', name: 'stalled' },
  '?': { tone: 'dim', name: 'open' },
};

/** Whose the time was. */
export const OWNER_TONES: Readonly<Record<Owner, Tone>> = {
  path: 'good',
  up: 'good',
  down: 'dim',
  generator: 'bad',
  blocked: 'warn',
  server: 'warn',
  unknown: 'dim',
};

/** A packet between two ends: as its transport, unless something befell it. */
export const PACKET_TONES = { gone: 'bad', again: 'warn', bare: 'dim' } as const satisfies Record<
  string,
  Tone
>;
