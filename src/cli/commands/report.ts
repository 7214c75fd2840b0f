/** `sockbench report`: options and wiring. */
import { Command, Option } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import { assertHelp } from '../options/assert-help.ts';
import type { ReportOptions } from '../report/options.ts';

export function reportCommand(context: CliContext): Command {
  const { report, cli } = context.words;
  const command = new Command('report')
    .description(report.description)
    .argument('<file...>', report.files)
    .option('--json', report.options.json)
    .option('--csv', report.options.csv)
    .option('--html <file>', report.options.html)
    .option('--markdown <file>', report.options.markdown)
    .option('--markdown-append <file>', report.options.markdownAppend)
    .option('--junit <file>', report.options.junit)
    .option('--hgrm <file>', report.options.hgrm)
    .option('--prometheus <file>', report.options.prometheus)
    .option('--force', cli.run.force)
    .option('--width <n>', report.options.width)
    .option('--lang <tag>', cli.run.lang)
    .option('--no-color', cli.run.noColor)
    .addOption(
      new Option('--assert <expression>', cli.run.assert).argParser(
        (value: string, before: string[] | undefined) => [...(before ?? []), value],
      ),
    )
    .addHelpText('after', () => `\n${assertHelp(context.words)}\n\n${report.examples}`)
    .action(async (files, options) => {
      const { reportAction } = await import('../report/action.ts');
      await reportAction(files, options as ReportOptions, context);
    });
  return command as unknown as Command;
}
