/** The coordinator's letters: sealed, numbered, and read only where they are to it and newer than what came before. */
import * as v from 'valibot';
import { Newest, type Seal } from '../protocol/envelope.ts';
import { type Call, CallSchema, type FromAgent, FromAgentSchema, type Order } from '../protocol/messages.ts';
import type { Subjects } from '../protocol/names.ts';

export interface MailOptions {
  readonly subjects: Subjects;
  readonly seal: Seal;
  /** Thirty-two hexadecimal digits: of this run. */
  readonly id: string;
  readonly tool: string;
}

export interface Said {
  readonly subject: string;
  readonly bytes: Uint8Array;
}

/** Of another coordinator. */
export interface RivalCall {
  readonly from: string;
  readonly call: Call;
  /** It is to this coordinator, and so was said now: whatever was recorded is to somebody else. */
  readonly answer: boolean;
}

export type Read = RivalCall | { readonly from: string; readonly said: FromAgent };

/** Senders that are remembered. */
const MOST_SENDERS = 1024;

export class Mail {
  readonly #options: MailOptions;
  readonly #newest = new Newest(2 * MOST_SENDERS);
  #said: Said[] = [];
  #calls = 0;
  /** Messages that another key, or none, or a key that is not known here has signed. */
  unheard = 0;

  constructor(options: MailOptions) {
    this.#options = options;
  }

  take(): Said[] {
    const said = this.#said;
    this.#said = [];
    return said;
  }

  /** @returns undefined where it is nothing for us, or nothing new */
  read(subject: string, bytes: Uint8Array): Read | undefined {
    const { subjects, seal, id } = this.#options;
    const opened = seal.open(subject, bytes);
    if ('unheard' in opened) {
      if (opened.unheard !== 'foreign') this.unheard++;
      return undefined;
    }
    const { from, to, n, body } = opened;
    if (from === id) return undefined;
    if (subject === subjects.all) {
      const call = v.safeParse(CallSchema, body);
      return call.success ? { from, call: call.output, answer: to === id } : undefined;
    }
    if (subject !== subjects.coordinator || to !== id) return undefined;
    const parsed = v.safeParse(FromAgentSchema, body);
    if (!parsed.success) return undefined;
    const said = parsed.output;
    // Pieces of a part are told apart by their places.
    const one = said.type === 'piece' && said.part !== null;
    return one || this.#newest.accepts(`${said.type} ${from}`, n) ? { from, said } : undefined;
  }

  /** @param settled the name is ours @param to another coordinator, whom it answers; null: it calls everybody */
  call(settled: boolean, to: string | null): void {
    const { subjects, seal, id, tool } = this.#options;
    const call: Call = { type: 'call', tool, settled };
    const bytes = seal.close(subjects.all, { from: id, to, n: ++this.#calls }, call);
    this.#said.push({ subject: subjects.all, bytes });
  }

  order(agent: string, { to, n, order }: { to: string; n: number; order: Order }): void {
    const { subjects, seal, id } = this.#options;
    const subject = subjects.agent(agent);
    this.#said.push({ subject, bytes: seal.close(subject, { from: id, to, n }, order) });
  }
}
