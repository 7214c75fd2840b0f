/**
 * sockbench's own way into a room: one guest for each connection, and a new connection, after a pause, for each that was
 * lost once the room had been reached.
 */
import type { Socket } from 'node:net';
import { SockbenchError } from '../../../errors.ts';
import { type Addresses, connectFirst } from '../../../net/connect-first.ts';
import { showAddress } from '../../../net/failure.ts';
import type { First } from '../../../net/first-of.ts';
import type { ChatEvent, Person } from '../../../result/events/chat-events.ts';
import type { Reader } from './pace.ts';
import { PlainVisit } from './plain-visit.ts';
import { type Ending, START, Visit } from './visit.ts';

export interface ChatClientOptions {
  readonly host: Addresses;
  readonly name: string;
  /** Nobody chose the name: where it is taken, a number goes behind it. */
  readonly anyName: boolean;
  /** Tried first where nobody chose the name and somebody else has it. */
  readonly otherName?: string | undefined;
  /** The host is somebody else's program, which speaks lines of text. */
  readonly plain?: boolean;
  /** Nobody is there to say another name. */
  readonly unattended?: boolean;
  readonly transport: 'tcp' | 'udp';
  /** Of one who hosts the room. */
  readonly hostKey?: string | undefined;
  readonly event: (event: ChatEvent) => void;
  readonly reader?: Reader | undefined;
}

const CONNECT_MS = 5000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 16_000;
/** So long a host may be gone where nobody is there who would give up. */
const UNATTENDED_MS = 600_000;
/** Numbers tried behind a name that nobody chose. */
const MOST_NUMBERED = 3;
/** Trying again would end the same way. */
const FINAL = ['kicked', 'version', 'tries', 'flood', 'slow', 'idle', 'silent', 'endless'] as const;

/** Where nothing listens, it is no server of ours that is to be started. */
const ownProgram = (error: SockbenchError): SockbenchError =>
  error.code === 'connection-refused'
    ? new SockbenchError('own-refused', error.operation, error.details, error)
    : error;

export class ChatClient {
  readonly #options: ChatClientOptions;
  #visit: Visit | PlainVisit | undefined;
  #dialling: AbortController | undefined;
  #name: string;
  #pass: string | undefined;
  #reached = false;
  #numbered = 0;
  #otherName = false;
  #left = false;
  #pause = FIRST_PAUSE_MS;
  #goneSince: number | undefined;
  #wake = (): void => {};

  constructor(options: ChatClientOptions) {
    this.#options = options;
    this.#name = options.name;
  }

  /** Everybody in the room, this member included. */
  get people(): readonly Person[] {
    return this.#visit?.people ?? [];
  }

  /** What the person typed. `/quit` ends. */
  say(line: string): void {
    if (/^\/quit\s*$/i.test(line)) {
      this.leave();
      return;
    }
    if (this.#visit?.open === true) this.#visit.say(line);
    else if (line.trim() !== '') this.#options.event({ kind: 'not-sent', text: line });
  }

  leave(): void {
    this.#left = true;
    this.#dialling?.abort();
    this.#visit?.leave();
    this.#wake();
  }

  /**
   * Until somebody leaves.
   * @throws SockbenchError what a connection that never came about tells, `not-chat`, `server-refused`, `chat-over`
   */
  async run(): Promise<void> {
    while (!this.#left) {
      const ending = await this.#once();
      if (this.#left) return;
      this.#judge(ending);
      // What was lost is told once, not with each attempt that fails.
      if (ending.error === undefined) this.#options.event({ kind: 'lost-host' });
      if (this.#left) return;
      await this.#rest();
    }
  }

  async #once(): Promise<Ending> {
    const { transport, event, plain, anyName, reader, hostKey } = this.#options;
    event({ kind: 'connecting' });
    let dialled: First<Socket>;
    try {
      dialled = await this.#dial();
    } catch (error) {
      return { error: error as SockbenchError };
    }
    const { address, value: socket } = dialled;
    if (this.#left) {
      socket.destroy();
      return {};
    }
    const host = { address, port: this.#options.host.port };
    if (this.#options.host.addresses.length > 1) event({ kind: 'reached', address: showAddress(host) });
    if (plain === true) {
      const name = this.#name;
      this.#visit = new PlainVisit(
        { host, socket, transport, name, reader, event: (what) => this.#plainly(what) },
        !anyName,
      );
      return this.#visit.ended;
    }
    const visit = new Visit({
      host,
      socket,
      transport,
      reader,
      hostKey,
      name: this.#name,
      pass: this.#pass,
      event: (what) => {
        if (what.kind === 'welcome') {
          this.#arrived();
          this.#pass = visit.pass;
        }
        if (this.#renames(what, visit)) return;
        if (what.kind === 'name-wanted' && this.#options.unattended === true) visit.leave('tries');
        if (what.kind === 'welcome' || (what.kind === 'renamed' && what.mine)) this.#name = visit.name;
        event(what);
      },
    });
    this.#visit = visit;
    return visit.ended;
  }

  /** @throws SockbenchError */
  async #dial(): Promise<First<Socket>> {
    const { host, plain } = this.#options;
    this.#dialling = new AbortController();
    try {
      return await connectFirst(host, {
        patienceMs: CONNECT_MS,
        start: START,
        signal: this.#dialling.signal,
      });
    } catch (error) {
      throw plain === true ? ownProgram(error as SockbenchError) : error;
    }
  }

  #plainly(event: ChatEvent): void {
    if (event.kind === 'connected') this.#arrived();
    this.#options.event(event);
  }

  #arrived(): void {
    this.#reached = true;
    this.#pause = FIRST_PAUSE_MS;
    this.#goneSince = undefined;
  }

  /** Takes another name by itself where the person has not chosen one. @returns whether the event is dealt with */
  #renames(event: ChatEvent, visit: Visit): boolean {
    if (!this.#options.anyName || this.#numbered >= MOST_NUMBERED) return false;
    if (event.kind === 'refused') return event.reason === 'name-taken';
    if (event.kind !== 'name-wanted') return false;
    const other = this.#options.otherName;
    if (!this.#otherName && other !== undefined) {
      this.#otherName = true;
      visit.say(other);
      return true;
    }
    const range = 90 * 10 ** this.#numbered++;
    visit.say(`${this.#options.name}-${range / 9 + Math.floor(Math.random() * range)}`);
    return true;
  }

  /** Whether there is hope; throws where there is none. */
  #judge({ error, refusal }: Ending): void {
    // A whole class that comes back at once finds the doors full for a moment.
    const full = refusal === 'full' && !this.#reached;
    if (full || (refusal !== undefined && FINAL.some((final) => final === refusal)))
      throw new SockbenchError('chat-over', 'chat', {});
    if (!this.#reached && error !== undefined) throw error;
  }

  async #rest(): Promise<void> {
    this.#goneSince ??= performance.now();
    if (this.#options.unattended === true && performance.now() - this.#goneSince > UNATTENDED_MS)
      throw new SockbenchError('chat-over', 'chat', {});
    this.#options.event({ kind: 'waiting', seconds: this.#pause / 1000 });
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#pause);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#pause = Math.min(LONGEST_PAUSE_MS, this.#pause * 2);
  }
}
