/**
 * iperf3's short options on runs (docs/from-iperf3.md). Values are read as iperf3 reads them: a bare time is in seconds,
 * and K and M of a length are powers of 1,024; nowhere else is that so.
 */
import { type Command, Option } from '@commander-js/extra-typings';
import type { Words } from '../../words/index.ts';
import { clash } from './values.ts';

/** What was typed by short options alone. */
export interface ShortOptions {
  readonly t?: string;
  readonly P?: string;
  readonly b?: string;
  readonly i?: string;
  readonly l?: string;
  readonly O?: string;
  readonly C?: string;
  readonly R?: boolean;
  readonly J?: boolean;
}

type Short = keyof ShortOptions;
/** By the names of the long options. */
type Meant = Readonly<Record<string, string | boolean>>;

const seconds = (text: string): string => (/^\d+(\.\d+)?$/.test(text) ? `${text}s` : text);
const bytes = (text: string): string =>
  text.replace(/^(\d+)([kmg])$/i, (_, number: string, unit: string) => `${number}${unit.toUpperCase()}i`);

const MEANING: Readonly<Record<Short, { readonly value?: string; of(text: string): Meant }>> = {
  t: { value: '<seconds>', of: (text) => ({ duration: seconds(text) }) },
  P: { value: '<n>', of: (text) => ({ clients: text }) },
  b: { value: '<bits>', of: (text): Meant => (text === '0' ? { rate: 'max' } : { bitrate: text }) },
  i: { value: '<seconds>', of: (text) => ({ interval: seconds(text) }) },
  l: { value: '<bytes>', of: (text) => ({ size: bytes(text) }) },
  O: { value: '<seconds>', of: (text) => ({ warmup: seconds(text) }) },
  C: { value: '<name>', of: (text) => ({ congestion: text }) },
  R: { of: () => ({ mode: 'down' }) },
  J: { of: () => ({ json: true }) },
};
const SHORTS = Object.keys(MEANING) as Short[];

export function addShortOptions(command: Command, words: Words): void {
  const said = words.cli.run.iperf3;
  command.optionsGroup(words.cli.run.groups.iperf3);
  for (const short of SHORTS) {
    const { value } = MEANING[short];
    command.addOption(new Option(value === undefined ? `-${short}` : `-${short} ${value}`, said[short]));
  }
}

/** The same by the long names. @throws SockbenchError `options-clash` where both were given */
export function longNames<Options extends object>(options: Options & ShortOptions, words: Words): Options {
  const long = { ...options } as Record<string, unknown>;
  for (const short of SHORTS) {
    const text = options[short];
    delete long[short];
    if (text === undefined) continue;
    for (const [name, value] of Object.entries(MEANING[short].of(String(text)))) {
      if (long[name] !== undefined) clash(`-${short}`, `--${name}`, words.cli.allowed.sameThing);
      long[name] = value;
    }
  }
  return long as Options;
}
