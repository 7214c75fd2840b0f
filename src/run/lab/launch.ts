/** Runs a command on the client's side of an emulated link; everything is taken down when it ends, however it ends. */
import type { Impairment } from '../../result/impairment.ts';

export interface LabOptions {
  /** The command of the client's side, run as it is (the word SERVER stands for the server's address). */
  readonly command: readonly string[];
  readonly impairment: Impairment;
  /** The family of the server's first address; 0 is IPv4. */
  readonly family?: 0 | 4 | 6;
  /** A command for the server's side in place of `sockbench serve`. */
  readonly server?: readonly string[] | undefined;
  /** The server's engine. */
  readonly engine?: 'auto' | 'portable' | 'linux';
  /** Files for every fate: JSON lines, and a capture (pcapng). */
  readonly fates?: string | undefined;
  readonly pcap?: string | undefined;
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
export async function launchLab(_options: LabOptions): Promise<number> {
  throw new Error('not yet');
}
