/** Builds the command tree, runs it, and turns every ending into one sentence and an exit status. */
import { Command, CommanderError } from '@commander-js/extra-typings';
import { SockbenchError } from '../errors.ts';
import { sizeOf } from '../present/terminal/size.ts';
import { failureOf } from '../run/thread-failure.ts';
import { languageOption, pickLanguage, wordsFor } from '../words/index.ts';
import { completeCommand } from './commands/completion.ts';
import { COMMANDS } from './commands/index.ts';
import { type CliContext, EXIT, Exit } from './context.ts';
import { withSeparator } from './lab/separator.ts';
import { adaptStreams, forLocale } from './printing.ts';
import { GONE } from './reader-gone.ts';
import { translateHelp, usageError } from './usage.ts';

/** @returns the exit status. */
export async function main(argv: readonly string[], version: string): Promise<number> {
  const words = withSeparator(argv);
  const language = pickLanguage(languageOption(words), process.env);
  const { stdin, stdout, stderr, env } = process;
  const context: CliContext = {
    words: wordsFor(language),
    language,
    version,
    argv,
    env,
    stdin,
    stdout,
    stderr,
  };
  adaptStreams(context);
  const failed = watchOutput(context);
  const root = program(context);
  if (argv.length === 0) return alone(root);
  const status = await root.parseAsync(words as string[], { from: 'user' }).then(
    () => (typeof process.exitCode === 'number' ? process.exitCode : EXIT.done),
    (error: unknown) => ended(error, context),
  );
  // Errors of what was just written come a turn later.
  await new Promise((resolve) => setImmediate(resolve));
  return failed() ? status || EXIT.failed : status;
}

/** Nobody said what to do: what there is. */
function alone(root: Command): number {
  root.outputHelp();
  return EXIT.misuse;
}

function program(context: CliContext): Command {
  const { words, version } = context;
  const root = new Command('sockbench')
    // Options after a command's name are that command's: `lab` passes those after its own on.
    .enablePositionalOptions()
    .description(words.cli.description)
    .version(version, '-V, --version', words.cli.version)
    .helpCommand(false)
    .addHelpText('after', `\n${words.cli.examples}`);
  for (const make of COMMANDS) root.addCommand(make(context) as Command);
  root.addCommand(completeCommand(root) as Command, { hidden: true });
  prepare(root, context);
  return root;
}

function prepare(command: Command, context: CliContext): void {
  const { words } = context;
  command.exitOverride();
  command.helpOption('-h, --help', words.cli.help);
  command.showSuggestionAfterError(true);
  // Errors are said once, in the person's language, by `ended`.
  command.configureOutput({
    writeOut: (text) => void context.stdout.write(forLocale(text, context)),
    writeErr: () => {},
    outputError: () => {},
    getOutHelpWidth: () => sizeOf(context.stdout).columns,
  });
  translateHelp(command, words);
  for (const inner of command.commands) prepare(inner as Command, context);
}

function ended(error: unknown, context: CliContext): number {
  const { words, stderr } = context;
  if (error instanceof Exit) return error.status;
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.done;
    stderr.write(`${usageError(error, words)}\n`);
    return EXIT.misuse;
  }
  if (error instanceof SockbenchError) {
    stderr.write(`sockbench: ${error.say(words)}\n`);
    return MISUSE.has(error.code) ? EXIT.misuse : EXIT.failed;
  }
  const reason = error instanceof Error ? error.message : String(error);
  stderr.write(`sockbench: ${failureOf('internal', 'run', { reason }, error).say(words)}\n`);
  if (context.env['SOCKBENCH_DEBUG'] !== undefined && error instanceof Error)
    stderr.write(`${error.stack}\n`);
  return EXIT.failed;
}

const MISUSE: ReadonlySet<string> = new Set([
  'bad-option',
  'options-clash',
  'option-idle',
  'bad-target',
  'own-network',
  'file-exists',
  'host-only',
  'no-congestion-control',
  'bad-bus',
  'bus-missing',
]);

/**
 * Output that cannot be written ends nothing: what was measured is still saved. `sockbench … | head` is no failure, and
 * after a terminal was closed nobody is there to be told.
 * @returns tells whether standard output was not written for another reason, such as a full disk
 */
function watchOutput({ stdout, stderr, words }: CliContext): () => boolean {
  let failed = false;
  stderr.on('error', () => {});
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    const reason = error.code ?? error.message;
    if (failed || GONE.has(reason)) return;
    failed = true;
    stderr.write(
      `sockbench: ${new SockbenchError('output-failed', 'print', { reason }, error).say(words)}\n`,
    );
  });
  return () => failed;
}
