/** `sockbench doctor`: options and wiring. */
import { Command } from '@commander-js/extra-typings';
import { MILLISECOND } from '../../units.ts';
import type { CliContext } from '../context.ts';

export function doctorCommand(context: CliContext): Command {
  const words = context.words.doctor;
  return new Command('doctor')
    .description(words.description)
    .option('--json', words.json)
    .option('--time <t>', words.time, '5s')
    .option('--lang <tag>', words.lang)
    .addHelpText('after', `\n${words.example}`)
    .action(async (options) => {
      const { doctorAction } = await import('../doctor-action.ts');
      const { duration } = await import('../options/values.ts');
      const time = duration('--time', options.time, MILLISECOND, context.words.cli.allowed.duration)!;
      await doctorAction({ json: options.json === true, time }, context);
    }) as unknown as Command;
}
