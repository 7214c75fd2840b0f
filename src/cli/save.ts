/** The files that a result is saved to: shared by the run commands and `report`. */

import { SockbenchError } from '../errors.ts';
import { resultJson } from '../present/json.ts';
import type { RunResult } from '../result/schema.ts';
import { requireFree, writeWhole } from '../run/files.ts';
import type { CliContext } from './context.ts';

/** Names of files, as given by the options of the same names. */
export interface SaveOptions {
  readonly output?: string | undefined;
  readonly html?: string | undefined;
  readonly markdown?: string | undefined;
  readonly junit?: string | undefined;
  readonly prometheus?: string | undefined;
  readonly hgrm?: string | undefined;
  readonly force?: boolean | undefined;
}

/**
 * Asked before a run, so that ten minutes of measurement do not end at a name that is taken or a folder that is not there.
 * @throws SockbenchError `file-exists`, `no-folder`, `not-writable`
 */
export async function requireFreeFiles(options: SaveOptions): Promise<void> {
  const { output, html, markdown, junit, prometheus, hgrm, force } = options;
  for (const file of [output, html, markdown, junit, prometheus, hgrm]) {
    if (file !== undefined) await requireFree(file, force);
  }
}

/**
 * Writes every file that was asked for, each whole or not at all, and says so on standard error.
 * Nothing measured is lost: where `--output` cannot be written, the result goes to standard output instead.
 * @returns whether all were written
 */
export async function saveReports(
  result: RunResult,
  options: SaveOptions,
  context: CliContext,
): Promise<boolean> {
  let saved = true;
  for (const { file, render, fallback } of await wanted(result, options, context)) {
    try {
      await writeWhole(file, render(), options.force);
      context.stderr.write(`${context.words.cli.status.saved(file)}\n`);
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

interface Wanted {
  readonly file: string;
  readonly render: () => string;
  readonly fallback: boolean;
}

/** Renderers are loaded only for the files that were asked for; what is measured comes first. */
async function wanted(result: RunResult, options: SaveOptions, context: CliContext): Promise<Wanted[]> {
  const { words, language } = context;
  const files: Wanted[] = [];
  const add = (file: string, render: () => string, fallback = false): void => {
    files.push({ file, render, fallback });
  };
  if (options.output !== undefined) add(options.output, () => resultJson(result), true);
  if (options.html !== undefined) {
    const { htmlPage } = await import('../present/html/page.ts');
    add(options.html, () => htmlPage(result, words, language));
  }
  if (options.markdown !== undefined) {
    const { markdownSummary } = await import('../present/markdown.ts');
    add(options.markdown, () => markdownSummary(result, words));
  }
  if (options.junit !== undefined) {
    const { junitXml } = await import('../present/junit.ts');
    add(options.junit, () => junitXml(result, words));
  }
  if (options.prometheus !== undefined) {
    const { openMetrics } = await import('../present/prometheus.ts');
    add(options.prometheus, () => openMetrics(result));
  }
  if (options.hgrm !== undefined) {
    const { hgrmFiles } = await import('../present/hgrm.ts');
    for (const { file, text } of hgrmFiles(result, options.hgrm)) add(file, () => text);
  }
  return files;
}
