/** What the lesson and the process at one end say to each other. Times in ns on the machine's clock since the epoch. */
import type { Framing } from './frames.ts';

export type ToEnd =
  | {
      readonly type: 'order';
      readonly transport: 'tcp' | 'udp';
      readonly host: string;
      readonly port: number;
      /** Base64, a call each; the receiver gets none. */
      readonly sends: readonly string[];
      readonly busy: number;
      readonly framing: Framing | null;
      /** A program of the student's in place of this end; its words are in place. */
      readonly command: readonly string[] | null;
      /** Bytes after which the receiver is done; null: it is not known how many come. */
      readonly expected: number | null;
      readonly epoch: string;
    }
  | { readonly type: 'go' };

/** Something that an end did: `message` is one that was found again by its frame; `line` is what a program printed. */
export interface EndMove {
  readonly what: 'send' | 'recv' | 'message' | 'line';
  readonly time: number;
  readonly bytes: number;
  /** Its beginning. */
  readonly text: string;
}

export type FromEnd =
  | { readonly type: 'ready' }
  | { readonly type: 'move'; readonly move: EndMove }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly reason: string };
