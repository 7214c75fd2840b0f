/** How a server is started. */
import type { ServerEvent } from '../../result/events/server-events.ts';
import type { ServerLimits } from './admission/limits.ts';

export type EngineChoice = 'auto' | 'portable' | 'linux';

/** Plain data: it travels to the server's worker. */
export interface ServerOptions {
  /** Local addresses to listen on; `0.0.0.0` and `::` are all. */
  readonly addresses: readonly string[];
  /** 0: any free port. */
  readonly port: number;
  readonly engine: EngineChoice;
  /** It listens before its first thread has loaded: the one run that it serves waits for that anyway. */
  readonly early?: boolean;
  /** At once, as far as is known: as many threads are started ahead. */
  readonly sessions?: number;
  readonly limits: ServerLimits;
  /** Plain echo (RFC 862) for callers that are not ours. */
  readonly echo: boolean;
  /** Plain echo over UDP for callers that are not on loopback: in the lab alone. */
  readonly echoAnyone: boolean;
  /** Clients may ask for a thread that polls without sleep. */
  readonly busyPoll: boolean;
  /** Pre-shared key; null: none is asked for. */
  readonly key: Uint8Array | null;
  /** Said to everyone who connects; null: nothing. */
  readonly notice: string | null;
  /** A Unix socket that takes control connections (the lab, whose link is lossy); its callers' addresses are not checked. */
  readonly controlPath: string | null;
  /** Nonce that the hello of every client must have: the run that started this server, and nobody else; null or absent: anybody's. */
  readonly caller?: string | null;
  /** Name and version of the tool, as told to clients. */
  readonly tool: string;
}

export type Emit = (event: ServerEvent) => void;
