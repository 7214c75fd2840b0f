/** What the server's thread and the thread of one session's flows say to each other. Everything is structured-cloneable. */
import type { Address } from '../../../net/port.ts';
import type { Ended, ServerLedger } from '../../../wire/control.ts';
import type { FlowCounts, GoodputTold, SessionPlan } from './flow-engine.ts';

/** A plan without its callbacks, which become messages. */
export type PlainPlan = Omit<SessionPlan, 'stray' | 'done' | 'failed' | 'fault'>;

export type ToFlows =
  | { readonly type: 'begin'; readonly plan: PlainPlan }
  | {
      readonly type: 'open';
      readonly flow: number;
      readonly remote: Address;
      readonly local: Address;
      readonly open: Uint8Array;
    }
  | {
      readonly type: 'adopt';
      readonly flow: number;
      /** A descriptor of this process, which is the thread's from here on. */
      readonly fd: number;
      readonly remote: Address;
      readonly open: Uint8Array;
      readonly rest: Uint8Array;
    }
  | { readonly type: 'start' }
  | { readonly type: 'close'; readonly ended: Ended }
  | { readonly type: 'end' };

export type FromFlows =
  /** Once, when everything that it needs is loaded. */
  | { readonly type: 'ready' }
  | { readonly type: 'opened'; readonly flow: number; readonly failure: string | null }
  /** The session cannot be served; the thread can. `lost`: with all its flows. */
  | { readonly type: 'failed'; readonly sentence: string; readonly lost: boolean }
  | { readonly type: 'stray'; readonly message: Uint8Array; readonly from: Address }
  | { readonly type: 'done' }
  | { readonly type: 'counts'; readonly counts: FlowCounts; readonly goodput: GoodputTold | null }
  | { readonly type: 'ledger'; readonly ledger: ServerLedger; readonly counts: FlowCounts }
  | { readonly type: 'ended' };
