/**
 * The one place that everything printed goes through. Standard error is for people: nothing on it acts on a terminal,
 * whatever the name of a file says. What a terminal without UTF-8 cannot show gets a stand-in, on either stream.
 */
import { fold } from '../present/terminal/fold.ts';
import { isUnicode, toAscii } from '../present/terminal/locale.ts';
import { sizeOf } from '../present/terminal/size.ts';
import { safeLines } from '../safe-text.ts';
import type { CliContext } from './context.ts';
import { colorWanted } from './terminal.ts';

type Streams = Pick<CliContext, 'stdout' | 'stderr' | 'env'>;

export function adaptStreams({ stdout, stderr, env }: Streams): void {
  const plain = asciiFor(stderr, env) ? toAscii : same;
  through(stderr, (text) => plain(safeLines(text).join('\n')));
  // A screen and a document on a terminal are for eyes as well.
  if (stdout.isTTY === true && !isUnicode(env)) through(stdout, toAscii);
}

/** Sentences and tables for people on standard output. In a file or a pipe they are as the locale wants them, if it says. */
export const forLocale = (text: string, { stdout, env }: Streams): string =>
  asciiFor(stdout, env) ? toAscii(text) : text;

/** Where a text for people goes, and what it may be like. */
export interface Page {
  readonly color: boolean;
  readonly width: number;
  readonly print: (text: string) => void;
}

/** @param taken standard output carries a file: then people are told on standard error */
export function pageFor(taken: boolean, color: boolean | undefined, context: CliContext): Page {
  const { stdout, stderr, env } = context;
  return {
    color: !taken && colorWanted(color, stdout, env),
    width: sizeOf(stdout).columns,
    print: (text) => void (taken ? stderr : stdout).write(forLocale(text, context)),
  };
}

const HANGING = '  ';

/**
 * A line that holds what others said. A terminal would put the rest of a long one at its left edge, where only lines of our
 * own begin: there it hangs.
 */
export function lineOfOthers(line: string, { isTTY, columns }: NodeJS.WriteStream): string {
  if (isTTY !== true) return `${line}\n`;
  return `${fold(line, Math.max(1, sizeOf({ columns }).columns - HANGING.length)).join(`\n${HANGING}`)}\n`;
}

const same = (text: string): string => text;

/** A terminal shows UTF-8 only if the locale says so; a pipe takes UTF-8 unless the locale says otherwise. */
function asciiFor({ isTTY }: NodeJS.WriteStream, env: NodeJS.ProcessEnv): boolean {
  if (isUnicode(env)) return false;
  return (
    isTTY === true || [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].some((locale) => (locale ?? '') !== '')
  );
}

function through(stream: NodeJS.WriteStream, change: (text: string) => string): void {
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  stream.write = ((chunk: unknown, ...rest: unknown[]) =>
    write(typeof chunk === 'string' ? change(chunk) : chunk, ...rest)) as typeof stream.write;
}
