/** What a listener tells; the command says it in words. Addresses are as people write them, with the port. */
import type { Unanswered } from '../../net/datagrams/answering.ts';
import type { Transport } from '../../units.ts';

export type ListenEvent =
  | { readonly kind: 'connected'; readonly from: string }
  | {
      readonly kind: 'received';
      readonly from: string;
      readonly transport: Transport;
      /** All that came without a pause. */
      readonly bytes: Buffer;
      /** Key by key: backspaces edit. */
      readonly typed: boolean;
    }
  | { readonly kind: 'replied'; readonly from: string; readonly bytes: number; readonly cut: boolean }
  | { readonly kind: 'not-replied'; readonly from: string; readonly why: NoReply }
  | {
      readonly kind: 'closed';
      readonly from: string;
      readonly how: Closed;
      /** All that came from there, and in how many arrivals. */
      readonly bytes: number;
      readonly arrivals: number;
    }
  /** It negotiates as telnet does, which is no text. */
  | { readonly kind: 'telnet'; readonly from: string }
  /** Whoever wants to measure or to chat, and has come to the wrong place. */
  | { readonly kind: 'bench-client' | 'chat-client'; readonly from: string }
  | { readonly kind: 'full'; readonly from: string }
  | { readonly kind: 'not-shown'; readonly datagrams: number }
  /** Connections that came while nobody read what is shown. */
  | { readonly kind: 'turned-away'; readonly connections: number }
  /** A mistake of this program, which what came has met. */
  | { readonly kind: 'fault'; readonly from: string; readonly reason: string };

/** `empty`: nothing of it would fit; `too-many`: a second's bound. */
export type NoReply = Unanswered | 'empty' | 'too-many';

/** `ours`: this end was the first to close; `crowded`: it was quiet, and its place was needed. */
export type Closed = 'done' | 'ours' | 'reset' | 'idle' | 'slow' | 'crowded';

export interface ListenOptions {
  readonly addresses: readonly string[];
  readonly port: number;
  readonly tcp: boolean;
  readonly udp: boolean;
  /** What everyone who sends something gets. */
  readonly reply: Buffer | null;
  /** Bytes as they come, not cut into lines. */
  readonly raw: boolean;
  readonly once: boolean;
  /** Said to a measuring or chatting client of ours, and to one too many; one sentence each. */
  readonly sentences: { readonly benchClient: string; readonly chatClient: string; readonly full: string };
}

export interface ListenHost {
  event(event: ListenEvent): void;
  /** Whether whoever shows the events keeps up; if not, `drained` resolves when it does again. */
  readonly behind: boolean;
  drained(): Promise<void>;
}
