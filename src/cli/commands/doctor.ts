/** `sockbench doctor`: options and wiring. */
import { Command } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';

export function doctorCommand(context: CliContext): Command {
  const words = context.words.doctor;
  return new Command('doctor')
    .description(words.description)
    .option('--json', words.json)
    .option('--lang <tag>', words.lang)
    .addHelpText('after', `\n${words.example}`)
    .action(async (options) => {
      const { doctorAction } = await import('../doctor-action.ts');
      await doctorAction(options.json === true, context);
    }) as unknown as Command;
}
