/** Runs a command on the client's side of an emulated link; everything is taken down when it ends, however it ends. */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { givenIn } from '../files/descriptors.ts';
import { withoutKey } from '../without-key.ts';
import { makeLabFolder } from './folder.ts';
import { Captures } from './link/captures.ts';
import { congestionFor } from './link/congestion.ts';
import type { LabOptions } from './options.ts';
import type { LabOrder } from './orders.ts';
import { LINK_PROCESS, requireLab } from './requirements.ts';
import { APART, withChannel } from './stdio.ts';
import { onTerminal, supervise } from './supervise.ts';

export type { LabOptions, LabSite } from './options.ts';
export type { LabAddresses } from './orders.ts';

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
    sessions: options.sessions ?? 1,
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
