/** What happens in a chat, as one member sees it: what screens and lines of text are made from. All text in it is harmless. */
import type { Words } from '../../words/index.ts';

export interface Person {
  readonly id: number;
  readonly name: string;
  readonly transport: 'tcp' | 'udp';
  /** Speaks lines of text: nc, or a program of its own. */
  readonly plain: boolean;
}

/** Why a line had no effect. */
export type Refusal = keyof Words['chat']['refused'];
/** How somebody left. */
export type Leaving = keyof Words['chat']['left'];

/** Fates of numbered lines in order: `.` arrived, `x` lost, `?` not yet here, `o` out of order, `d` doubled. */
export interface ContrastView {
  readonly run: number;
  readonly by: string;
  readonly of: number;
  readonly tcp: string;
  /** Null where no datagram of the host reaches this member. */
  readonly udp: string | null;
  readonly over: boolean;
  /** Nothing of it has come yet. */
  readonly fresh: boolean;
}

export type ChatEvent =
  | { readonly kind: 'connecting' | 'lost-host' }
  /** Of a name with several addresses: which one answered. */
  | { readonly kind: 'reached'; readonly address: string }
  /** Until the next try. */
  | { readonly kind: 'waiting'; readonly seconds: number }
  /** To a chat server that is not sockbench's: `name` is what it was told, empty where nothing was. */
  | { readonly kind: 'connected'; readonly name: string }
  /** What such a server sent, as it is. */
  | { readonly kind: 'line'; readonly text: string; readonly mine?: boolean }
  /** It sends another alphabet, which is shown as what it probably is; told once. */
  | { readonly kind: 'foreign-text'; readonly encoding: keyof Words['foreign'] }
  /** Datagrams go both ways. */
  | { readonly kind: 'datagrams' }
  /** Datagrams did not come through within some seconds. */
  | { readonly kind: 'no-datagrams'; readonly transport: 'tcp' | 'udp' }
  /** Said while there was nobody to say it to. */
  | { readonly kind: 'not-sent'; readonly text: string }
  | {
      readonly kind: 'welcome';
      readonly name: string;
      readonly transport: 'tcp' | 'udp';
      readonly impairment: string | null;
      /** What is told over TCP crosses such a link, too. */
      readonly linked?: boolean;
      readonly people: readonly Person[];
    }
  | { readonly kind: 'joined'; readonly name: string; readonly person: Person }
  | {
      readonly kind: 'left';
      readonly name: string;
      readonly why: Leaving;
    }
  /** Many at once; `passed` came and went before anybody could be told. */
  | {
      readonly kind: 'crowd';
      readonly joined: readonly string[];
      readonly left: readonly string[];
      readonly passed: number;
    }
  | { readonly kind: 'muted'; readonly name: string; readonly muted: boolean }
  | { readonly kind: 'contrast-stopped'; readonly by: string; readonly of: number }
  | { readonly kind: 'renamed'; readonly from: string; readonly to: string; readonly mine: boolean }
  /** `mine` over TCP: the room has it. What this member said over UDP is never confirmed. */
  | {
      readonly kind: 'message';
      readonly name: string;
      readonly text: string;
      readonly action: boolean;
      readonly mine: boolean;
      readonly over: 'tcp' | 'udp';
      readonly fate: 'in-order' | 'out-of-order' | 'late' | 'duplicate';
    }
  | {
      readonly kind: 'private';
      readonly from: string;
      readonly to: string;
      readonly text: string;
      readonly mine: boolean;
    }
  | { readonly kind: 'lost'; readonly name: string; readonly count: number }
  | { readonly kind: 'people'; readonly people: readonly Person[] }
  /** `host`: with what only the host may do. */
  | { readonly kind: 'help'; readonly host: boolean }
  | { readonly kind: 'contrast'; readonly view: ContrastView }
  | { readonly kind: 'refused'; readonly reason: Refusal; readonly what: string }
  /** Another name is wanted; nothing else can be said before. */
  | { readonly kind: 'name-wanted' }
  | { readonly kind: 'host-stopped' };
