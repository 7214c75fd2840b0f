/** What a listener tells, in words. */
import { safeText } from '../../present/safe-text.ts';
import type { ListenEvent } from '../../run/exercise/events.ts';
import type { Encoding } from '../../session/text/decoded.ts';
import type { CliContext } from '../context.ts';
import { lessonOf, shownArrival } from './arrival.ts';

const MOST_TAUGHT = 500;

/** Events in words. Whoever speaks is named when it is not who spoke last. */
export class Teller {
  readonly #words: CliContext['words'];
  readonly #hex: boolean;
  #last = '';
  readonly #taught = new Set<string>();

  constructor(context: CliContext, hex: boolean) {
    this.#words = context.words;
    this.#hex = hex;
  }

  /** Once to each speaker; of those without a connection, to the last few. */
  #lesson(speaker: string, encoding: Encoding): string[] {
    const lesson = lessonOf(encoding, this.#words);
    if (lesson === undefined || this.#taught.has(speaker)) return [];
    this.#taught.add(speaker);
    if (this.#taught.size > MOST_TAUGHT) this.#taught.delete(this.#taught.values().next().value!);
    return [lesson];
  }

  lines(event: ListenEvent): string[] {
    const text = this.#words.exercise.listen;
    switch (event.kind) {
      case 'connected':
        this.#last = `tcp ${event.from}`;
        return [text.connected(event.from)];
      case 'received': {
        const speaker = `${event.transport} ${event.from}`;
        const { lines, encoding } = shownArrival(
          event.bytes,
          { hex: this.#hex, typed: event.typed },
          this.#words,
        );
        const received = [...lines, ...this.#lesson(speaker, encoding)];
        if (event.transport === 'tcp' && speaker === this.#last) return received;
        this.#last = speaker;
        return [event.transport === 'tcp' ? text.from(event.from) : text.datagram(event.from), ...received];
      }
      case 'replied':
        return event.cut ? [text.cut(event.from, event.bytes)] : [];
      case 'not-replied':
        return [text.notReplied[event.why](event.from)];
      case 'closed':
        this.#taught.delete(`tcp ${event.from}`);
        return [`${text.closed[event.how](event.from)}${text.total(event.bytes, event.arrivals)}`];
      case 'telnet':
        return [text.telnet(event.from)];
      case 'bench-client':
        return [text.benchClient(event.from)];
      case 'chat-client':
        return [text.chatClient(event.from)];
      case 'full':
        return [text.full(event.from)];
      case 'fault':
        return [text.fault(event.from, safeText(event.reason))];
      case 'turned-away':
        return [text.turnedAway(event.connections)];
      case 'not-shown':
        return [text.notShown(event.datagrams)];
    }
  }
}
