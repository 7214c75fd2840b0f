/** A chat without a screen: lines from standard input, lines to standard output. */
import { once } from 'node:events';
import { chatLines } from '../../present/chat/lines.ts';
import type { ChatEvent } from '../../result/events/chat-events.ts';
import type { ChatClient } from '../../run/chat/guest/client.ts';
import type { Reader } from '../../run/chat/guest/pace.ts';
import { Allowance } from '../../session/chat/rates/allowance.ts';
import { LINE_BYTES, ROOM_LIMITS } from '../../session/chat/rates/limits.ts';
import type { CliContext } from '../context.ts';
import { lineOfOthers } from '../printing.ts';
import { onReaderGone } from '../reader-gone.ts';
import type { ChatShow } from './show.ts';
import { TypedLines } from './typed-lines.ts';

/** Somewhat slower than the host allows: a script shall not lose lines to its limit. */
const SHARE_OF_RATE = 0.9;
const LOOK_MS = 20;
/** ms in which a last number that was lost is repeated: two heartbeats. */
const LAST_NUMBERS_MS = 2500;
/** Bytes of a line for a program that is not sockbench's. */
const PLAIN_LINE_BYTES = 64 * 1024;

export class ChatLineMode implements ChatShow {
  readonly #host: string;
  readonly #context: CliContext;
  readonly #typed: TypedLines;
  #reader: { forget(): void } | undefined;
  #client: ChatClient | undefined;
  /** What is typed can be said. */
  #ready = false;
  /** The host is, and comes back perhaps. */
  #gone = false;
  #over = false;
  #datagramsSaid = false;
  #unsaid = false;

  /** @param plain the host is a program of somebody's own */
  constructor(host: string, plain: boolean, context: CliContext) {
    this.#host = host;
    this.#context = context;
    this.#typed = new TypedLines(context.stdin, plain ? PLAIN_LINE_BYTES : LINE_BYTES, (problem) => {
      this.event({ kind: 'refused', reason: problem, what: '' });
      if (problem === 'endless') this.#client?.leave();
    });
  }

  get reader(): Reader {
    const { stdout } = this.#context;
    return {
      get behind() {
        return stdout.writableNeedDrain;
      },
      // A reader that went away (EPIPE) is behind no longer, either.
      drained: () => once(stdout, 'drain').then(nothing, nothing),
    };
  }

  event(event: ChatEvent): void {
    this.note(chatLines(event, this.#context.words, this.#host));
    if (event.kind === 'welcome' || event.kind === 'connected') this.#gone = false;
    if (event.kind === 'welcome') this.#ready = event.transport === 'tcp';
    else if (event.kind === 'connected') this.#ready = true;
    else if (event.kind === 'datagrams' || event.kind === 'no-datagrams') this.#ready = true;
    else if (event.kind === 'message') this.#datagramsSaid ||= event.mine && event.over === 'udp';
    else if (event.kind === 'lost-host') this.#lostHost();
    // A person answers with the next line; a script's next line is no name.
    else if (event.kind === 'name-wanted') this.#ready = this.#context.stdin.isTTY;
  }

  note(lines: readonly string[]): void {
    const { stdout } = this.#context;
    for (const line of lines) stdout.write(lineOfOthers(line, stdout));
  }

  begin(client: ChatClient): void {
    this.#client = client;
    this.#reader = onReaderGone(this.#context.stdout, () => client.leave());
    void this.#pump(client);
  }

  end(): Promise<void> {
    this.#over = true;
    this.#reader?.forget();
    this.#typed.close();
    return Promise.resolve();
  }

  /** Something that was typed reached nobody, and nobody is there to type it again. */
  get failed(): boolean {
    return this.#typed.broken || this.#unsaid;
  }

  /** Nobody is there who would want the host back. */
  #lostHost(): void {
    this.#gone = true;
    this.#ready = false;
    if (!this.#typed.ended) return;
    this.#unsaid = this.#typed.waiting > 0;
    this.#client?.leave();
  }

  async #pump(client: ChatClient): Promise<void> {
    const { linesPerSecond, burst } = ROOM_LIMITS;
    const now = (): number => performance.now() * 1e6;
    const allowance = new Allowance(linesPerSecond * SHARE_OF_RATE, burst * SHARE_OF_RATE, now());
    const person = this.#context.stdin.isTTY;
    for (;;) {
      const typed = await this.#typed.some();
      while (!this.#over && !(this.#ready && (person || !typed || allowance.take(now())))) {
        if (this.#gone) this.#lostHost();
        await pause(LOOK_MS);
      }
      if (this.#over) return;
      if (!typed) break;
      client.say(this.#typed.take());
    }
    if (this.#datagramsSaid) await pause(LAST_NUMBERS_MS);
    if (!this.#over) client.leave();
  }
}

const nothing = (): void => {};
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
