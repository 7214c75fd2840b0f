/** Runs a command on the client's side of an emulated link; everything is taken down when it ends, however it ends. */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import type { SockbenchError } from '../../errors.ts';
import type { Impairment } from '../../result/impairment.ts';
import type { ServerEvent } from '../../result/server-events.ts';
import { givenIn } from '../files/descriptors.ts';
import { withoutKey } from '../without-key.ts';
import type { LabEnvironment } from './environment.ts';
import { makeLabFolder } from './folder.ts';
import { Captures } from './link/captures.ts';
import { congestionFor } from './link/congestion.ts';
import type { GuestOptions, LabAddresses, LabOrder } from './orders.ts';
import { LINK_PROCESS, requireLab } from './requirements.ts';
import { APART, withChannel } from './stdio.ts';
import { onTerminal, supervise } from './supervise.ts';

export type { LabAddresses } from './orders.ts';

export interface LabOptions {
  /** The command of the client's side, run as it is (the word SERVER stands for the server's address). */
  readonly command: readonly string[];
  /** It is ours, and waits for the link by itself (link/client.ts): it is started while the lab is built. */
  readonly early?: boolean;
  readonly impairment: Impairment;
  /** The family of the server's first address; 0 is IPv4. */
  readonly family?: 0 | 4 | 6;
  /** A command for the server's side in place of sockbench's server, or nobody. */
  readonly server?: 'own' | 'none' | readonly string[] | undefined;
  /** The server's engine. */
  readonly engine?: 'auto' | 'portable' | 'linux';
  /** Congestion control of every program's TCP over the link; cubic where it is not said. */
  readonly congestionControl?: string | null;
  /** Others than the command are served, through a relay. */
  readonly guests?: GuestOptions;
  /** What the server tells of its guests. */
  readonly event?: (event: ServerEvent) => void;
  /** Packets that the lab lost by itself: called at the end where there were any. */
  readonly overrun?: (packets: number) => void;
  /** The server ended before the command: its exit status, or the signal that ended it. */
  readonly serverEnded?: (how: string) => void;
  /** A signal ended the command. */
  readonly killed?: (signal: NodeJS.Signals) => void;
  /** Ctrl-C and other signals are the caller's own business: none reaches the command. */
  readonly detached?: boolean;
  /** Nothing of the caller's terminal is given on; the command's descriptor 3 is the other end of what is handed over here. */
  readonly apart?: (channel: Duplex) => void;
  /** Takes everything down, wherever it stands. */
  readonly signal?: AbortSignal | undefined;
  /** A flipped bit in a UDP datagram passes its checksum, so that the program itself has to see it. */
  readonly passesChecksum?: boolean;
  /** Files for every fate: JSON lines, and a capture (pcapng). */
  readonly fates?: string | undefined;
  readonly pcap?: string | undefined;
  /** They may replace what has their names. */
  readonly force?: boolean | undefined;
  /** One of them is not whole: the lab went on without it. */
  readonly lost?: (loss: SockbenchError) => void;
  /** Called when the link stands, before the command starts. */
  readonly ready?: (addresses: LabAddresses, site: LabSite) => void;
}

/** For others that take part, such as a relay. */
export interface LabSite {
  readonly environment: LabEnvironment;
  /** A port on which the server's command listens on loopback alone; null: none. */
  readonly hidden: number | null;
}

/** The words that run this program again with other arguments. */
export const ownCommand = (argv: readonly string[]): string[] => [
  process.execPath,
  ...process.execArgv,
  process.argv[1]!,
  ...argv,
];

/**
 * @returns the command's exit status (128 + the signal's number where a signal ended it)
 * @throws SockbenchError `lab-…` where the machine does not allow a lab: what is missing and what to do
 */
export async function launchLab(options: LabOptions): Promise<number> {
  const isolation = await requireLab();
  const congestionControl = congestionFor(options.congestionControl ?? null);
  const captures = await Captures.open(options);
  const folder = await makeLabFolder(options.guests !== undefined);
  try {
    const given = givenIn(options.command);
    const apart = options.apart !== undefined;
    const { stdio, at } = apart ? APART : withChannel(given, captures.descriptors);
    const order = { ...orderFrom(options, folder.path, congestionControl), ...captures.openAt(at), given };
    const child = start(isolation, folder.mount, stdio, apart || options.detached === true);
    return await supervise(child, order, options, captures);
  } finally {
    captures.close();
    folder.remove();
  }
}

function orderFrom(
  options: LabOptions,
  directory: string,
  congestionControl: string | null,
): Omit<LabOrder, 'fates' | 'pcap' | 'given'> {
  return {
    congestionControl,
    command: options.command,
    early: options.early ?? false,
    impairment: options.impairment,
    family: options.family ?? 0,
    server: options.server ?? 'own',
    engine: options.engine ?? 'auto',
    guests: options.guests ?? null,
    apart: options.apart === undefined ? null : APART.fd,
    passesChecksum: options.passesChecksum === true,
    directory,
  };
}

/**
 * On a terminal the command stays in its foreground group, so that Ctrl-C reaches it as it would without the lab;
 * elsewhere it gets a group of its own, and signals by way of {@link supervise} alone: each of them once. A terminal that
 * closes is for the command to answer: `unshare` has nobody to ask, and would end everything before the result is saved.
 */
function start(
  isolation: readonly string[],
  mount: string | null,
  stdio: StdioOptions,
  detached: boolean,
): ChildProcess {
  const own = mount === null ? [] : ['--mount', 'sh', '-c', 'mount -t tmpfs tmpfs "$0" && exec "$@"', mount];
  const program = [process.execPath, LINK_PROCESS];
  const words = ['-c', 'trap \'\' HUP; exec unshare "$@"', 'unshare', ...isolation, ...own, ...program];
  return spawn('sh', words, { stdio, detached: detached || !onTerminal(), env: withoutKey(process.env) });
}
