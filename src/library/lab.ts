/** Any command behind an emulated link, for a program. */
import type { Impairment } from '../result/impairment.ts';
import { launchLab } from '../run/lab/launch.ts';

export interface LabRequest {
  /** Program and arguments, run as they are on the client's side; the word SERVER stands for the address of the other side. */
  readonly command: readonly string[];
  readonly impairment: Impairment;
  /** A command for the server's side; nothing: sockbench's server; `none`: nobody. */
  readonly server?: 'none' | readonly string[];
  /** 6: the server's first address is one of IPv6. */
  readonly family?: 4 | 6;
  /** Takes everything down. */
  readonly signal?: AbortSignal;
}

export interface LabOutcome {
  /** Exit status of the command: 128 + the number of the signal where one ended it; 130 where `signal` did. */
  readonly status: number;
  /** Packets that the lab lost by itself, beside those that it was asked to lose. */
  readonly overrun: number;
}

/**
 * Runs it to its end; its standard streams are those of this process.
 * @throws SockbenchError `lab-…` where the machine does not allow a lab: what is missing, and what to do
 */
export async function lab({ command, impairment, server, family, signal }: LabRequest): Promise<LabOutcome> {
  let overrun = 0;
  const status = await launchLab({
    command,
    impairment,
    server: server ?? 'own',
    family: family ?? 0,
    detached: true,
    signal,
    overrun: (packets) => {
      overrun = packets;
    },
  });
  return { status, overrun };
}
