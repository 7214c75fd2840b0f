/** The files that a result is saved to: shared by the run commands and `report`. */

import { SockbenchError } from '../errors.ts';
import { resultJson } from '../present/export/json.ts';
import type { RunResult } from '../result/document/schema.ts';
import { descriptorOf, STDERR, STDOUT } from '../run/files/descriptors.ts';
import { sharedPlace, type Wish } from '../run/files/place.ts';
import { requireFree, writeWhole } from '../run/files/whole.ts';
import type { CliContext } from './context.ts';
import { clash } from './options/values.ts';

/** Names of files, as given by the options of the same names. */
export interface SaveOptions {
  readonly output?: string | undefined;
  readonly html?: string | undefined;
  readonly markdown?: string | undefined;
  /** Added to the end of what is there. */
  readonly markdownAppend?: string | undefined;
  readonly junit?: string | undefined;
  readonly prometheus?: string | undefined;
  readonly hgrm?: string | undefined;
  readonly force?: boolean | undefined;
}

const NAMES = ['output', 'html', 'markdown', 'markdownAppend', 'junit', 'prometheus', 'hgrm'] as const;

interface Named {
  readonly option: string;
  readonly file: string;
  readonly append: boolean;
}

const named = (options: SaveOptions): Named[] =>
  NAMES.flatMap((name) => {
    const file = options[name];
    const append = name === 'markdownAppend';
    return file === undefined ? [] : [{ option: append ? '--markdown-append' : `--${name}`, file, append }];
  });

const onStdout = (file: string): boolean => descriptorOf(file) === STDOUT;

/** Something is written beside standard output. */
export const writesFiles = (options: SaveOptions): boolean =>
  named(options).some(({ file }) => !onStdout(file));

/** Standard output carries one of the files, and nothing else: what else is said goes to standard error. */
export const stdoutIsFile = (options: SaveOptions): boolean =>
  named(options).some(({ file }) => onStdout(file));

/**
 * Asked before a run, so that ten minutes of measurement do not end at a name that is taken or a folder that is not there.
 * @param document the option by which standard output carries one already
 * @throws SockbenchError `file-exists`, `no-folder`, `not-writable` …, `options-clash` where two outputs go to one place
 */
export function requireFreeFiles(
  options: SaveOptions,
  document: string | undefined,
  { words }: CliContext,
): void {
  const outputs = named(options);
  const { allowed } = words.cli;
  for (const { option, file, append } of outputs) {
    if (document !== undefined && onStdout(file)) clash(option, document, allowed.oneOutput);
    if (!isStandard(file)) requireFree(file, { force: options.force, append });
  }
  const shared = sharedPlace(outputs.map(({ file }) => file));
  if (shared !== undefined) {
    const [first, second] = shared.map((at) => outputs[at]!.option) as [string, string];
    clash(second, first, allowed.ownFile);
  }
  // Where a shell lets standard output write is an output, too (`> FILE`); behind it something may be added.
  const others = outputs.filter(({ file, append }) => !append && !onStdout(file));
  const [stream, at] = sharedPlace(['-', ...others.map(({ file }) => file)]) ?? [];
  if (stream === 0) clash(others[at! - 1]!.option, `> ${others[at! - 1]!.file}`, allowed.ownFile);
}

const isStandard = (file: string): boolean => (descriptorOf(file) ?? Number.POSITIVE_INFINITY) <= STDERR;

export const saveReports = async (
  result: RunResult,
  options: SaveOptions,
  context: CliContext,
  until?: AbortSignal,
): Promise<boolean> => saveAll(await wanted(result, options, context), options, context, until);

/**
 * Writes every file that was asked for, each whole or not at all, and says so on standard error.
 * Nothing measured is lost: where `--output` cannot be written, the result goes to standard output instead.
 * @param until ends the waiting for whoever reads one of them
 * @returns whether all were written
 */
export async function saveAll(
  files: readonly Wanted[],
  { force }: SaveOptions,
  context: CliContext,
  until?: AbortSignal,
): Promise<boolean> {
  let saved = true;
  for (const { file, render, fallback, append } of files) {
    try {
      await save(file, render(), { force, append }, context, until);
    } catch (error) {
      if (!(error instanceof SockbenchError)) throw error;
      saved = false;
      context.stderr.write(`sockbench: ${error.say(context.words)}\n`);
      if (fallback) {
        context.stderr.write(`${context.words.report.toStdout}\n`);
        context.stdout.write(render());
      }
    }
  }
  return saved;
}

/** Standard streams have an owner in this process, who says what became of them. */
async function save(
  file: string,
  text: string,
  wish: Wish,
  { stdout, stderr, words }: CliContext,
  until?: AbortSignal,
): Promise<void> {
  if (isStandard(file)) {
    (onStdout(file) ? stdout : stderr).write(text);
    return;
  }
  await writeWhole(file, text, wish, until);
  stderr.write(`${words.cli.status.saved(file)}\n`);
}

export interface Wanted {
  readonly file: string;
  readonly render: () => string;
  /** On standard output where it cannot be written. */
  readonly fallback?: boolean;
  readonly append?: boolean;
}

/** Renderers are loaded only for the files that were asked for; what is measured comes first. */
async function wanted(result: RunResult, options: SaveOptions, context: CliContext): Promise<Wanted[]> {
  const { words, language } = context;
  const files: Wanted[] = [];
  const add = (file: string, render: () => string): void => {
    files.push({ file, render });
  };
  if (options.output !== undefined)
    files.push({ file: options.output, render: () => resultJson(result), fallback: true });
  if (options.html !== undefined) {
    const { htmlPage } = await import('../present/html/page.ts');
    add(options.html, () => htmlPage(result, words, language));
  }
  if (options.markdown !== undefined || options.markdownAppend !== undefined) {
    const { markdownSummary } = await import('../present/export/markdown.ts');
    files.push(...markdownFiles(options, () => markdownSummary(result, words)));
  }
  if (options.junit !== undefined) {
    const { junitXml } = await import('../present/export/junit.ts');
    add(options.junit, () => junitXml(result, words));
  }
  if (options.prometheus !== undefined) {
    const { openMetrics } = await import('../present/export/prometheus.ts');
    add(options.prometheus, () => openMetrics(result));
  }
  if (options.hgrm !== undefined) await addHgrm(options.hgrm, result, add);
  return files;
}

/** What is appended begins on a line of its own, whatever stands before it. */
export function markdownFiles({ markdown, markdownAppend }: SaveOptions, render: () => string): Wanted[] {
  return [
    ...(markdown === undefined ? [] : [{ file: markdown, render }]),
    ...(markdownAppend === undefined
      ? []
      : [{ file: markdownAppend, render: () => `\n${render()}`, append: true }]),
  ];
}

/** Two transports are two files; what is open already takes both. */
async function addHgrm(
  file: string,
  result: RunResult,
  add: (file: string, render: () => string) => void,
): Promise<void> {
  const { hgrmFiles } = await import('../present/export/hgrm.ts');
  const parts = hgrmFiles(result, file);
  if (descriptorOf(file) !== undefined) add(file, () => parts.map(({ text }) => text).join('\n'));
  else for (const part of parts) add(part.file, () => part.text);
}
