/** The shared formats, and what only a screen needs. */
import type { Words } from '../../words/index.ts';
import { type Format, formatFor } from '../format.ts';

export interface Figures extends Format {
  /** Of ns, in tenths of seconds: for what counts down. From ten minutes on, hours, minutes and seconds. */
  seconds(ns: number): string;
}

export function figuresFor(words: Words): Figures {
  const format = formatFor(words);
  return {
    ...format,
    seconds: (ns) => (ns < LONG ? `${format.clock(ns / 1e9)} s` : hours(Math.round(ns / 1e9))),
  };
}

const LONG = 600e9;

/** `12:05`, `1:29:54` */
function hours(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hour, minute, second] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hour === 0 ? `${minute}:${two(second)}` : `${hour}:${two(minute)}:${two(second)}`;
}
