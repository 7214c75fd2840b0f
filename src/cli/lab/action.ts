/** Runs `lab`: the command on one side of the link, the server on the other. */
import { describeImpairment } from '../../present/shared/describe.ts';
import { type Impairment, NO_IMPAIRMENT } from '../../result/impairment.ts';
import { descriptorOf, STDERR } from '../../run/files/descriptors.ts';
import { sharedPlace } from '../../run/files/place.ts';
import { type LabAddresses, launchLab, ownCommand } from '../../run/lab/launch.ts';
import { type CliContext, EXIT, Exit } from '../context.ts';
import { commandWords } from '../options/command-words.ts';
import { type ImpairmentOptions, impairmentFrom } from '../options/impairment.ts';
import { choice, clash, congestionFrom, refuse, whole } from '../options/values.ts';

export interface LabCommandOptions extends ImpairmentOptions {
  seed?: string;
  ipv4?: boolean;
  ipv6?: boolean;
  server?: string;
  congestion?: string;
  engine?: string;
  fates?: string;
  pcap?: string;
  force?: boolean;
}

/** Ends with the command's exit status. */
export async function labAction(
  command: readonly string[],
  options: LabCommandOptions,
  context: CliContext,
): Promise<void> {
  const words = context.words.lab;
  const seed =
    whole('--seed', options.seed, 0, 2 ** 32 - 1, words.allowed.seed) ?? Math.floor(Math.random() * 2 ** 32);
  const impairment = impairmentFrom(options, seed, context.words) ?? {
    up: NO_IMPAIRMENT,
    down: NO_IMPAIRMENT,
    profile: null,
    seed,
  };
  const server =
    options.server === undefined
      ? 'own'
      : namesOurselves(commandWords('--server', options.server, words.allowed.server));
  if (options.server !== undefined && options.engine !== undefined)
    clash('--engine', '--server', words.ownEngine);
  const family = options.ipv6 === true ? 6 : options.ipv4 === true ? 4 : 0;
  requireOwnFiles(options, words.allowed.ownFile);
  let complete = true;
  const status = await launchLab({
    command: namesOurselves(command),
    impairment,
    family,
    server,
    engine:
      choice('--engine', options.engine, ['auto', 'portable', 'linux'], context.words.serve.allowed.engine) ??
      'auto',
    congestionControl: congestionFrom(options.congestion, context.words.cli.allowed.congestion),
    fates: options.fates,
    pcap: options.pcap,
    force: options.force,
    lost: (loss) => {
      complete = false;
      context.stderr.write(`sockbench: ${loss.say(context.words)}\n`);
    },
    serverEnded: (how) => context.stderr.write(`${words.serverEnded(how)}\n`),
    overrun: (packets) => context.stderr.write(`${words.overrun(packets)}\n`),
    ready: (addresses, { hidden }) => {
      announce(addresses, impairment, family, server === 'own', context);
      if (hidden !== null) context.stderr.write(`${words.hidden(hidden)}\n`);
    },
  });
  if (status !== EXIT.done) throw new Exit(status);
  if (!complete) throw new Exit(EXIT.failed);
}

/** `sockbench` inside the lab is this very program, installed or not. */
function namesOurselves(command: readonly string[]): readonly string[] {
  return command[0] === 'sockbench' ? ownCommand(command.slice(1)) : command;
}

/** What the command prints is not mixed with what the lab writes. */
function requireOwnFiles({ fates, pcap }: LabCommandOptions, allowed: string): void {
  for (const [option, file] of [
    ['--fates', fates],
    ['--pcap', pcap],
  ] as const) {
    if (file !== undefined && (descriptorOf(file) ?? STDERR + 1) <= STDERR) refuse(option, file, allowed);
  }
  if (fates !== undefined && pcap !== undefined && sharedPlace([fates, pcap]) !== undefined)
    clash('--pcap', '--fates', allowed);
}

function announce(
  addresses: LabAddresses,
  impairment: Impairment,
  family: 0 | 4 | 6,
  own: boolean,
  context: CliContext,
): void {
  const words = context.words.lab;
  const [server, other] =
    family === 6 ? [addresses.server6, addresses.server4] : [addresses.server4, addresses.server6];
  const client = family === 6 ? addresses.client6 : addresses.client4;
  const both = `${server} (${other})`;
  const link = describeImpairment(impairment, context.words);
  const line = own ? words.ready(both, addresses.port, client, link) : words.behind(both, client, link);
  context.stderr.write(`${line}\n`);
}
