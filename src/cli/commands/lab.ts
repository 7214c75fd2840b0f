/** `sockbench lab`: options and wiring. */
import { Command, Option } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import type { LabCommandOptions } from '../lab/action.ts';
import { addImpairmentOptions } from '../options/impairment.ts';

export function labCommand(context: CliContext): Command {
  const words = context.words.lab;
  const command = new Command('lab')
    .description(words.description)
    .argument('<command...>', words.command)
    .passThroughOptions() as unknown as Command;
  const shown = (flags: string, text: string) => command.addOption(new Option(flags, text));
  addImpairmentOptions(command, context.words);
  shown('--seed <n>', words.options.seed);
  shown('-4, --ipv4', context.words.cli.run.ipv4);
  shown('-6, --ipv6', context.words.cli.run.ipv6);
  shown('--server <command>', words.options.server);
  shown('--congestion <name>', words.options.congestion);
  shown('--engine <name>', words.options.engine);
  shown('--fates <file>', words.options.fates);
  shown('--pcap <file>', words.options.pcap);
  shown('--force', context.words.cli.run.force);
  shown('--lang <tag>', context.words.cli.run.lang);
  command.addHelpText('after', `\n${words.examples}`);
  command.action(async (...given: unknown[]) => {
    const { labAction } = await import('../lab/action.ts');
    await labAction(given[0] as string[], given[1] as LabCommandOptions, context);
  });
  return command;
}
