/** What a shell may complete: commands, options, and the values of options that have a few. @bomb.sh/tab does the shells. */
import tab, { type Complete, type Command as Known } from '@bomb.sh/tab';
import type { Command } from '@commander-js/extra-typings';
import { PROFILES } from '../link/profiles.ts';

/** By the option's long name. */
export const VALUES: Readonly<Record<string, readonly string[]>> = {
  mode: ['echo', 'up', 'down', 'both', 'connect'],
  rate: ['closed', 'max'],
  arrivals: ['periodic', 'poisson'],
  engine: ['auto', 'portable', 'linux'],
  'jitter-shape': ['uniform', 'normal'],
  aqm: ['none', 'codel', 'fq-codel'],
  ui: ['auto', 'dashboard', 'text', 'none'],
  lang: ['en', 'pt-BR'],
  direction: ['up', 'down', 'both', 'all'],
  profile: Object.keys(PROFILES),
  congestion: ['cubic', 'bbr', 'reno'],
};

/**
 * Of bash, what was typed so far put together and run again as a command: Tab behind `$(…)` would run it, and Tab behind
 * `> FILE` empty the file. Words are handed over as words.
 */
const EVALUATED = /\n *# Build the command[\s\S]*?out=\$\(eval "\$requestComp" 2>\/dev\/null\)/;
const HANDED_OVER = `\n    out=$(sockbench complete -- "\${words[@]:1}" 2>/dev/null)`;

/** On standard output. */
export function printScript(shell: string, { stdout }: { readonly stdout: NodeJS.WritableStream }): void {
  const { log } = console;
  const lines: string[] = [];
  // The library knows no other way to hand it over.
  console.log = (line: string) => void lines.push(line);
  try {
    tab.setup('sockbench', 'sockbench', shell);
  } finally {
    console.log = log;
  }
  stdout.write(`${lines.join('\n').replace(EVALUATED, () => HANDED_OVER)}\n`);
}

/** On standard output. @param words typed so far after the program's name; the last may be empty or half a word */
export function suggest(root: Command, words: string[]): void {
  for (const command of visible(root)) learn(command, '');
  tab.parse(words);
}

const visible = (command: Command): Command[] => command.createHelp().visibleCommands(command) as Command[];

function learn(command: Command, before: string): void {
  const name = `${before}${command.name()}`;
  const known = tab.command(name, command.description());
  for (const { long, short, description, required } of command.createHelp().visibleOptions(command))
    if (long != null) option(known, long.slice(2), short?.slice(1), description, required);
  for (const inner of visible(command)) learn(inner, `${name} `);
}

function option(known: Known, name: string, short: string | undefined, text: string, takes: boolean): void {
  const values = VALUES[name] ?? [];
  // Without values of its own the shell offers files.
  const offer = (complete: Complete): void => {
    for (const value of values) complete(value, '');
  };
  if (takes) known.option(name, text, offer, short);
  else if (short === undefined) known.option(name, text);
  else known.option(name, text, short);
}
