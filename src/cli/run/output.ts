/** What a run command prints of its result, and the exit status that follows. */
import { jsonLine, resultJson, withoutPackets } from '../../present/export/json.ts';
import type { RunResult } from '../../result/document/schema.ts';
import type { RunEvent } from '../../result/events/events.ts';
import { type CliContext, EXIT } from '../context.ts';
import { pageFor } from '../printing.ts';
import { stdoutIsFile } from '../save.ts';
import type { Asked, Shown } from './asked.ts';

export function writeLine(event: RunEvent, { packets }: Shown, { stdout }: CliContext): void {
  const line = jsonLine(event, packets);
  if (line !== null) stdout.write(line.endsWith('\n') ? line : `${line}\n`);
}

export async function print(
  result: RunResult,
  { shown, written }: Pick<Asked, 'shown' | 'written'>,
  context: CliContext,
): Promise<void> {
  const { stdout, stderr, words } = context;
  const { format, packets, color, ui } = shown;
  if (format === 'json') stdout.write(resultJson(packets ? result : withoutPackets(result)));
  else if (format === 'csv') {
    const { intervalsCsv } = await import('../../present/export/csv.ts');
    stdout.write(intervalsCsv(result));
  } else if (format === 'text') {
    const { summaryText } = await import('../../present/text/summary.ts');
    const page = pageFor(stdoutIsFile(written), color, context);
    page.print(summaryText(result, words, { ...page, linear: ui === 'text' }));
  }
  if (format !== 'text' && result.ending.status === 'failed') {
    const { sayEnding } = await import('../../present/shared/sentences.ts');
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
  'fleet-share',
  'fleet-local',
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
