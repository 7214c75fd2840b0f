/**
 * What a server tells while it stands: the live table and the text lines of `serve` are made from these alone.
 * Rates are per second over the last second, counts are of the whole session, warm-up excluded; unknown is null.
 */
import type { Transport } from '../../units.ts';

export interface ServerSessionInfo {
  /** Counts from 1 in the life of the server. */
  readonly id: number;
  /** Of the client, without port. */
  readonly address: string;
  readonly tool: string;
  readonly transport: Transport;
  readonly mode: 'echo' | 'up' | 'down' | 'both' | 'connect';
  readonly clients: number;
  readonly size: number;
  /** Granted probes per second over all flows; null: unbounded. */
  readonly rate: number | null;
  readonly engine: string;
  /** Of the guest, as it says itself: hostile until it was made harmless; null: it says none. */
  readonly name: string | null;
  /** Equal for the transports of one run; null: it stands alone. */
  readonly run: string | null;
  /** ns of the whole run, warm-up included; null: by count. */
  readonly duration: number | null;
  /** Wall clock, ms since 1970. */
  readonly since: number;
}

export interface ServerSessionFigures {
  /** Flows open now. */
  readonly open: number;
  readonly received: number;
  readonly sent: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  readonly duplicates: number;
  readonly reordered: number;
  /** Came faster than the server's limit allows, and were discarded. */
  readonly overLimit: number;
  /** Probes received in the last second; in mode `down`, sent. */
  readonly rate: number;
  /** Payload bits per second in the last second: what arrived here. */
  readonly bitsUp: number;
  /** The same of what left: over TCP what the client has confirmed, or, where no kernel tells, what the system took. */
  readonly bitsDown: number;
  /** Share of the client's probes that are missing here, as far as their numbers tell; null where nobody can know. */
  readonly loss: number | null;
  /** ns until it ends by plan; null: not started, or by count. */
  readonly remaining: number | null;
  /** TCP segments that were sent again: of both ends where the client tells, else of the server's; null: nobody tells. */
  readonly resent: number | null;
  /** What the client says that it has measured; null: nothing (yet). */
  readonly client: ClientFigures | null;
}

/** Of probes, warm-up excluded; times in ns; null: not known (yet). */
export interface ClientFigures {
  readonly sent: number;
  readonly answered: number;
  readonly p50: number | null;
  readonly p99: number | null;
  readonly lostUp: number | null;
  readonly lostDown: number | null;
}

export type ServerEvent =
  | { readonly event: 'listening'; readonly port: number; readonly addresses: readonly string[] }
  | { readonly event: 'session-started'; readonly session: ServerSessionInfo }
  | { readonly event: 'session'; readonly id: number; readonly figures: ServerSessionFigures }
  | {
      readonly event: 'session-ended';
      readonly id: number;
      readonly figures: ServerSessionFigures;
      /** `done`: the client said goodbye. `gone`: its control connection broke off. */
      readonly reason: 'done' | 'gone' | 'silent' | 'limit' | 'stopped' | 'failed';
    }
  /** Someone was turned away; at most a few a second are told, `more` counts the rest. */
  | {
      readonly event: 'refused';
      readonly address: string;
      readonly code: string;
      readonly message: string;
      readonly more: number;
    };
