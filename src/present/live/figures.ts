/** The shared formats, and what only a screen needs. */
import type { Words } from '../../words/index.ts';
import { type Format, formatFor } from '../format.ts';

export interface Figures extends Format {
  /** Of ns, in tenths of seconds: for what counts down. */
  seconds(ns: number): string;
}

export function figuresFor(words: Words): Figures {
  const format = formatFor(words);
  return { ...format, seconds: (ns) => `${format.clock(ns / 1e9)} s` };
}
