/** Runs a command on the client's side of an emulated link; everything is taken down when it ends, however it ends. */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { SockbenchError } from '../../errors.ts';
import type { Impairment } from '../../result/impairment.ts';
import type { ServerEvent } from '../../result/server-events.ts';
import type { ErrorCode } from '../../words/index.ts';
import { givenIn } from '../files/descriptors.ts';
import { withoutKey } from '../without-key.ts';
import type { LabEnvironment } from './environment.ts';
import { makeLabFolder } from './folder.ts';
import { heardOut } from './heard-out.ts';
import { Captures } from './link/captures.ts';
import { congestionFor } from './link/congestion.ts';
import type { FromLinkProcess, GuestOptions, LabAddresses, LabOrder, Loss, ToLinkProcess } from './orders.ts';
import { LINK_PROCESS, requireLab } from './requirements.ts';
import { APART, withChannel } from './stdio.ts';

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

/** Status of a command that was taken down. */
export const TAKEN_DOWN = 130;

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

const onTerminal = (): boolean => process.stdin.isTTY === true;

function supervise(
  child: ChildProcess,
  order: LabOrder,
  options: LabOptions,
  captures: Captures,
): Promise<number> {
  const tell = (message: ToLinkProcess) => {
    if (child.connected) child.send(message);
  };
  let stands = false;
  const forget =
    options.detached === true || options.apart !== undefined
      ? () => {}
      : forwardSignals(
          (signal) => tell({ type: 'signal', signal }),
          () => stands,
        );
  options.apart?.(child.stdio[APART.fd] as Duplex);
  // The link process ends with its channel, and everything inside with it.
  const takeDown = (): void => {
    if (child.connected) child.disconnect();
  };
  options.signal?.addEventListener('abort', takeDown, { once: true });
  if (options.signal?.aborted === true) takeDown();
  return new Promise<number>((resolve, reject) => {
    let outcome: number | SockbenchError = new SockbenchError('lab-failed', 'start', {
      reason: 'the link process ended',
    });
    child.on('message', (message: FromLinkProcess) => {
      if (message.type === 'ready') {
        stands = true;
        outcome = new SockbenchError('lab-ended', 'run', { part: 'link' });
        captures.begin().then(() => {
          options.ready?.(message.addresses, message);
          tell({ type: 'go' });
        }, giveUp);
      } else if (message.type === 'event') options.event?.(message.event);
      else if (message.type === 'server-ended') options.serverEnded?.(message.how);
      else if (message.type === 'exit') {
        outcome = message.status;
        if (message.signal !== null) options.killed?.(message.signal);
        if (message.overrun > 0) options.overrun?.(message.overrun);
        for (const loss of message.losses) options.lost?.(errorFrom(loss));
      } else outcome = errorFrom(message);
    });
    const giveUp = (error: SockbenchError) => {
      outcome = error;
      child.disconnect();
    };
    child.once('error', reject);
    const settle = (): void => {
      if (options.signal?.aborted === true) resolve(TAKEN_DOWN);
      else if (typeof outcome === 'number') resolve(outcome);
      else reject(outcome);
    };
    child.once('exit', () => void heardOut(child).then(settle));
    tell({ type: 'order', order });
  }).finally(() => {
    options.signal?.removeEventListener('abort', takeDown);
    forget();
  });
}

const errorFrom = ({ code, operation, details }: Loss): SockbenchError =>
  new SockbenchError(code as ErrorCode, operation, details);

/**
 * The launcher outlives its command.
 * @param heard the command is there: what comes from the terminal reaches it without help
 * @returns what undoes it
 */
function forwardSignals(forward: (signal: NodeJS.Signals) => void, heard: () => boolean): () => void {
  const fromTerminal = (signal: NodeJS.Signals) =>
    heard() && onTerminal() && (signal === 'SIGINT' || signal === 'SIGQUIT');
  const listener = (signal: NodeJS.Signals) => {
    if (!fromTerminal(signal)) forward(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}
