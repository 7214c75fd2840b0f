/** The options of `tcp`, `udp` and `compare`: all are texts here; spec.ts reads them. */
import { type Command, Option } from '@commander-js/extra-typings';
import type { Transport } from '../../units.ts';
import type { CliContext } from '../context.ts';
import { addImpairmentOptions, type ImpairmentOptions } from './impairment.ts';
import { addShortOptions } from './iperf3.ts';

/** What was typed. */
export interface RunOptions extends ImpairmentOptions {
  mode?: string;
  clients?: string;
  rate?: string;
  bitrate?: string;
  arrivals?: string;
  size?: string;
  duration?: string;
  count?: string;
  warmup?: string;
  lossThreshold?: string;
  interval?: string;
  threads?: string;
  engine?: string;
  busyPoll?: boolean;
  bind?: string;
  ipv4?: boolean;
  ipv6?: boolean;
  dscp?: string;
  sendBuffer?: string;
  receiveBuffer?: string;
  nagle?: boolean;
  congestion?: string;
  repeat?: string;
  seed?: string;
  perFlow?: boolean;
  keyFile?: string;
  name?: string;
  json?: boolean;
  jsonStream?: boolean;
  packets?: boolean;
  csv?: boolean;
  output?: string;
  html?: string;
  markdown?: string;
  markdownAppend?: string;
  junit?: string;
  prometheus?: string;
  force?: boolean;
  ui?: string;
  lang?: string;
  color?: boolean;
  assert?: string[];
  iOwnThisNetwork?: boolean;
  together?: boolean;
  sequential?: boolean;
}

export function addRunOptions(
  command: Command,
  transports: readonly Transport[],
  context: CliContext,
): Command {
  const words = context.words.cli.run;
  const both = transports.length === 2;
  const { defaults } = words;
  const of = both ? 'compare' : transports[0]!;
  const shown = (flags: string, text: string, standard?: string): void => {
    // Only described: an absent option stays absent, so that a default can depend on the mode.
    command.addOption(new Option(flags, standard === undefined ? text : `${text} (${standard})`));
  };
  const group = (title: keyof typeof words.groups): void => void command.optionsGroup(words.groups[title]);
  group('load');
  shown('--mode <mode>', words.mode, 'echo');
  shown('--clients <n>', words.clients, '1');
  shown('--rate <r>', words.rate, defaults.rate[of]);
  shown('--bitrate <b>', words.bitrate);
  shown('--arrivals <kind>', words.arrivals, 'periodic');
  shown('--duration <t>', words.duration, defaults.duration);
  shown('--count <n>', words.count);
  shown('--warmup <t>', words.warmup, defaults.warmup);
  shown('--repeat <n>', words.repeat, '1');
  if (both) {
    shown('--together', words.together);
    shown('--sequential', words.sequential);
  }
  shown('--threads <n>', words.threads, '1');
  shown('--engine <name>', words.engine, 'auto');
  shown('--busy-poll', words.busyPoll);
  shown('--seed <n>', words.seed);
  group('sent');
  shown('--size <bytes>', words.size, defaults.size[of]);
  shown('--dscp <n>', words.dscp);
  shown('--loss-threshold <t>', words.lossThreshold, '3s');
  group('socket');
  shown('--bind <address>', words.bind);
  shown('-4, --ipv4', words.ipv4);
  shown('-6, --ipv6', words.ipv6);
  shown('--send-buffer <bytes>', words.sendBuffer);
  shown('--receive-buffer <bytes>', words.receiveBuffer);
  shown('--nagle', words.nagle);
  shown('--congestion <name>', words.congestion);
  group('link');
  addImpairmentOptions(command, context.words);
  addOutputOptions(command, context);
  group('safety');
  shown('--key-file <file>', words.keyFile);
  shown('--name <name>', words.name, context.words.cli.run.defaults.name);
  shown('--i-own-this-network', words.ownNetwork);
  addShortOptions(command, context.words);
  return command;
}

function addOutputOptions(command: Command, context: CliContext): void {
  const words = context.words.cli.run;
  const { groups } = words;
  command
    .optionsGroup(groups.output)
    .option('--json', words.json)
    .option('--json-stream', words.jsonStream)
    .option('--packets', words.packets)
    .option('--csv', words.csv)
    .option('--output <file>', words.output)
    .option('--html <file>', words.html)
    .option('--markdown <file>', words.markdown)
    .option('--markdown-append <file>', words.markdownAppend)
    .option('--junit <file>', words.junit)
    .option('--prometheus <file>', words.prometheus)
    .option('--force', words.force)
    .addOption(
      new Option('--assert <expression>', words.assert).argParser(
        (value: string, before: string[] | undefined) => [...(before ?? []), value],
      ),
    )
    .addOption(new Option('--interval <t>', `${words.interval} (1s)`))
    .option('--per-flow', words.perFlow)
    .optionsGroup(groups.screen)
    .option('--ui <kind>', words.ui)
    .option('--lang <tag>', words.lang)
    .option('--no-color', words.noColor);
}
