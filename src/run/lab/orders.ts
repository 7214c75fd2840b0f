/** What the launcher and the link process say to each other over IPC. */
import { join } from 'node:path';
import type { ServerEvent } from '../../result/events/server-events.ts';
import type { Impairment } from '../../result/impairment.ts';
import type { Details } from '../../words/index.ts';
import type { ServerLimits } from '../server/admission/limits.ts';
import type { LabEnvironment } from './environment.ts';

export interface LabOrder {
  readonly command: readonly string[];
  /** See `LabOptions.early`. */
  readonly early: boolean;
  /** As many at once will come to our own server, as far as is known. */
  readonly sessions: number;
  readonly impairment: Impairment;
  readonly family: 0 | 4 | 6;
  /** `own`: sockbench's server. `none`: nobody serves. Else the words of a command. */
  readonly server: 'own' | 'none' | readonly string[];
  readonly engine: 'auto' | 'portable' | 'linux';
  /** Congestion control of every program's TCP over the link; null: whatever the system has. */
  readonly congestionControl: string | null;
  /** Others than the lab's own command are served: what bounds them. null: the command alone. */
  readonly guests: GuestOptions | null;
  /** A flipped bit in a UDP datagram passes its checksum: the program gets it. */
  readonly passesChecksum: boolean;
  readonly fates: OpenFile | null;
  readonly pcap: OpenFile | null;
  /** Descriptors beyond the standard ones that the command gets. */
  readonly given: readonly number[];
  /** Descriptor of the launcher's channel, which the command gets as its descriptor 3, in place of a terminal; null: none. */
  readonly apart: number | null;
  /** A private directory for the sockets. */
  readonly directory: string;
}

/** Where the link is asked. */
export const linkPath = ({ directory }: LabOrder): string => join(directory, 'link.sock');

/** Opened by the launcher. */
export interface OpenFile {
  readonly fd: number;
  /** Its name, for messages. */
  readonly file: string;
}

/** What became of an output; the lab has gone on without it. */
export type Loss = Pick<Extract<FromLinkProcess, { type: 'failed' }>, 'code' | 'operation' | 'details'>;

/** A server behind a relay. */
export interface GuestOptions {
  readonly limits: ServerLimits;
  readonly busyPoll: boolean;
  /** Each guest's session has losses of its own: nobody chose a seed. */
  readonly bySession: boolean;
  /** Callers that are not ours get a plain echo: the relay decides who may call. */
  readonly echo: boolean;
  /** Pre-shared key, base64; null: none is asked for. */
  readonly key: string | null;
  /** Said to everyone who connects. */
  readonly notice: string;
  readonly tool: string;
}

/** Where things are on the link. */
export interface LabAddresses {
  readonly server4: string;
  readonly server6: string;
  readonly client4: string;
  readonly client6: string;
  readonly port: number;
}

export type ToLinkProcess =
  | { readonly type: 'order'; readonly order: LabOrder }
  | { readonly type: 'go' }
  | { readonly type: 'signal'; readonly signal: NodeJS.Signals };

export type FromLinkProcess =
  | {
      readonly type: 'ready';
      readonly addresses: LabAddresses;
      readonly environment: LabEnvironment;
      /** See {@link Lab.hidden}. */
      readonly hidden: number | null;
    }
  | { readonly type: 'event'; readonly event: ServerEvent }
  /** The server ended while the command ran: its exit status, or the signal that ended it. */
  | { readonly type: 'server-ended'; readonly how: string }
  /** `overrun`: packets that the lab lost by itself. */
  | {
      readonly type: 'exit';
      readonly status: number;
      /** What ended the command, where that was a signal. */
      readonly signal: NodeJS.Signals | null;
      readonly overrun: number;
      readonly losses: readonly Loss[];
    }
  | { readonly type: 'failed'; readonly code: string; readonly operation: string; readonly details: Details };
