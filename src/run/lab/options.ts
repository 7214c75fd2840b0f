/** What a lab is asked for. */
import type { Duplex } from 'node:stream';
import type { SockbenchError } from '../../errors.ts';
import type { ServerEvent } from '../../result/events/server-events.ts';
import type { Impairment } from '../../result/impairment.ts';
import type { LabEnvironment } from './environment.ts';
import type { GuestOptions, LabAddresses } from './orders.ts';

export interface LabOptions {
  /** The command of the client's side, run as it is (the word SERVER stands for the server's address). */
  readonly command: readonly string[];
  /** It is ours, and waits for the link by itself (link/client.ts): it is started while the lab is built. */
  readonly early?: boolean;
  /** Sessions at once that it will have with our own server; 1 where it is not said. */
  readonly sessions?: number;
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
