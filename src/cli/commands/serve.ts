/** `sockbench serve`: options and wiring. */
import { Command, Option } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import { addImpairmentOptions } from '../options/impairment.ts';
import type { ServeOptions } from '../serve/options.ts';

export function serveCommand(context: CliContext): Command {
  const words = context.words.serve;
  const command = new Command('serve').description(words.description) as unknown as Command;
  const shown = (flags: string, text: string, standard?: string): void => {
    // Only described: the default is applied where the option is read.
    command.addOption(new Option(flags, standard === undefined ? text : `${text} (${standard})`));
  };
  shown('-p, --port <n>', words.port, '5000');
  command.addOption(
    new Option('--bind <address>', `${words.bind} (127.0.0.1)`).argParser(
      (value: string, before: string[] | undefined) => [...(before ?? []), value],
    ),
  );
  shown('--lan', words.lan);
  shown('--echo', words.echo);
  shown('--busy-poll', words.busyPoll);
  shown('--engine <name>', words.engine, 'auto');
  shown('--key-file <file>', words.keyFile);
  shown('--ui <kind>', words.ui, 'auto');
  shown('--lang <tag>', words.lang);
  shown('--no-color', words.noColor);
  shown('--json-stream', words.json);
  shown('--output <file>', words.output);
  shown('--html <file>', words.html);
  shown('--force', words.force);
  addImpairmentOptions(command, context.words);
  shown('--seed <n>', context.words.lab.options.seed);
  shown('--max-sessions <n>', words.maxSessions, '64');
  shown('--max-sessions-per-address <n>', words.maxSessionsPerAddress, '8');
  shown('--max-pending <n>', words.maxPending, '128');
  shown('--max-clients <n>', words.maxClients, '10k');
  shown('--max-rate <r>', words.maxRate, '10M');
  shown('--max-bitrate <b>', words.maxBitrate, '100G');
  shown('--max-bytes <bytes>', words.maxBytes, '1024Gi');
  shown('--max-size <bytes>', words.maxSize, '1Mi');
  shown('--max-duration <t>', words.maxDuration, '1h');
  shown('--idle-timeout <t>', words.idleTimeout, '1m');
  shown('--handshake-timeout <t>', words.handshakeTimeout, '5s');
  shown('--max-buffer <bytes>', words.maxBuffer, '16Mi');
  shown('--max-session-memory <bytes>', words.maxSessionMemory, '256Mi');
  shown('--max-memory <bytes>', words.maxMemory, '1Gi');
  command.addHelpText('after', `\n${words.examples}`);
  command.action(async (options: object) => {
    const { serveAction } = await import('../serve/action.ts');
    await serveAction(options as ServeOptions, context);
  });
  return command;
}
