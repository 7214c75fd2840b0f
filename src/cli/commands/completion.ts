/** `sockbench completion SHELL`, and `complete`, which its scripts call. */
import { Command } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import { choice, refuse } from '../options/values.ts';

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

export function completionCommand(context: CliContext): Command {
  const words = context.words.cli.completion;
  const command = new Command('completion').description(words.description).argument('<shell>', words.shell);
  command.addHelpText('after', `\n${words.examples}`);
  command.action(async (typed: string) => {
    const shell =
      choice('completion', typed, SHELLS, words.shell) ?? refuse('completion', typed, words.shell);
    const { printScript } = await import('../completion-scripts.ts');
    printScript(shell, context);
  });
  return command as unknown as Command;
}

/** Hidden: a shell asks by it what may come next. */
export function completeCommand(root: Command): Command {
  const command = new Command('complete').argument('[words...]').allowUnknownOption();
  command.action(async (typed: string[]) => {
    const { suggest } = await import('../completion-scripts.ts');
    suggest(root, typed);
  });
  return command as unknown as Command;
}
