/** What the run commands show and print, in the format that was asked for, and the exit status that follows from a result. */
import { jsonLine, resultJson, withoutPackets } from '../../present/json.ts';
import type { RunResult } from '../../result/document/schema.ts';
import type { RunEvent } from '../../result/events.ts';
import type { Words } from '../../words/index.ts';
import { type CliContext, EXIT } from '../context.ts';
import type { RunOptions } from '../options/run-options.ts';
import { choice, clash } from '../options/values.ts';
import { pageFor } from '../printing.ts';
import { stdoutIsFile } from '../save.ts';
import { canDraw } from '../terminal.ts';
import type { UiKind } from './consumers.ts';

export type Format = 'text' | 'json' | 'json-stream' | 'csv';

export function formatOf(
  { json, jsonStream, csv, packets }: RunOptions,
  { cli: { allowed } }: Words,
): Format {
  const chosen = [
    json === true && 'json',
    jsonStream === true && 'json-stream',
    csv === true && 'csv',
  ].filter((name) => name !== false);
  if (chosen.length > 1) clash(`--${chosen[1]}`, `--${chosen[0]}`, allowed.oneOutput);
  if (packets === true && json !== true && jsonStream !== true)
    clash('--packets', allowed.withoutJson, allowed.packets);
  return (chosen[0] ?? 'text') as Format;
}

/** What `--ui` says. */
export const uiFrom = ({ ui }: RunOptions, words: Words): 'auto' | UiKind =>
  choice(
    '--ui',
    ui,
    ['auto', 'dashboard', 'text', 'none'],
    words.cli.allowed.choice('auto, dashboard, text, none'),
  ) ?? 'auto';

/** A terminal that cannot place text (`dumb`) gets lines, as a file does. */
export function uiKind(ui: 'auto' | UiKind, format: Format, context: CliContext): UiKind {
  const { stderr, words } = context;
  if (wantsScreen(ui, format, context)) return 'dashboard';
  if (ui === 'auto') return 'text';
  if (ui !== 'dashboard') return ui;
  stderr.write(`${words.cli.status.noTerminal}\n`);
  return 'text';
}

export function wantsScreen(ui: 'auto' | UiKind, format: Format, context: CliContext): boolean {
  const shown = ui === 'dashboard' || (ui === 'auto' && context.stdin.isTTY === true && format === 'text');
  return shown && canDraw(context);
}

export function writeLine(event: RunEvent, { packets }: RunOptions, { stdout }: CliContext): void {
  const line = jsonLine(event, packets === true);
  if (line !== null) stdout.write(line.endsWith('\n') ? line : `${line}\n`);
}

export async function print(
  result: RunResult,
  format: Format,
  options: RunOptions,
  context: CliContext,
): Promise<void> {
  const { stdout, stderr, words } = context;
  if (format === 'json') stdout.write(resultJson(options.packets === true ? result : withoutPackets(result)));
  else if (format === 'csv') {
    const { intervalsCsv } = await import('../../present/csv.ts');
    stdout.write(intervalsCsv(result));
  } else if (format === 'text') {
    const { summaryText } = await import('../../present/text/summary.ts');
    const page = pageFor(stdoutIsFile(options), options.color, context);
    page.print(summaryText(result, words, { ...page, linear: options.ui === 'text' }));
  }
  if (format !== 'text' && result.ending.status === 'failed') {
    const { sayEnding } = await import('../../present/sentences.ts');
    const { message, remedy } = sayEnding(result, words);
    stderr.write(`sockbench: ${message}${remedy === null ? '' : ` ${remedy}`}\n`);
  }
}

const MISUSE: ReadonlySet<string> = new Set([
  'own-network',
  'file-limit',
  'bad-option',
  'wrong-family',
  'option-idle',
  'no-congestion-control',
  'rate-too-low',
  'rate-too-high',
]);

export function statusOf({ ending, asserts, transports }: RunResult): number {
  if (ending.status === 'failed') return MISUSE.has(ending.code ?? '') ? EXIT.misuse : EXIT.failed;
  if (ending.status === 'interrupted') return EXIT.interrupted;
  const measured = transports.some(
    ({ probes, loss, goodput }) =>
      (probes?.sent ?? 0) > 0 ||
      (loss.up?.sent ?? 0) > 0 ||
      (loss.down?.received ?? 0) > 0 ||
      // A stream may bring less than one whole message.
      (goodput.up ?? goodput.down ?? 0) > 0,
  );
  const answered = transports.some(
    ({ probes, mode, connect }) => mode !== 'echo' || probes?.received !== 0 || (connect?.count ?? 0) > 0,
  );
  if (!measured || !answered) return EXIT.failed;
  return asserts.every(({ holds }) => holds) ? EXIT.done : EXIT.assertion;
}
