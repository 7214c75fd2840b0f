/** Runs `listen`: says where it can be reached, and then a line for everything that happens. */
import { once } from 'node:events';
import { safeText } from '../../present/safe-text.ts';
import type { ListenEvent } from '../../run/exercise/events.ts';
import { startListener } from '../../run/exercise/listen.ts';
import type { Encoding } from '../../session/text/decoded.ts';
import { typedElsewhere } from '../../words/command.ts';
import type { CliContext } from '../context.ts';
import { clash, whole } from '../options/values.ts';
import { lineOfOthers } from '../printing.ts';
import { reachableAddresses, targetOf } from '../reachable.ts';
import { onReaderGone } from '../reader-gone.ts';
import { addressesFrom } from '../serve/options.ts';
import { onStopSignals } from '../signals.ts';
import { lessonOf, shownArrival } from './arrival.ts';

export interface ListenTyped {
  port?: string;
  bind?: string[];
  lan?: boolean;
  tcpOnly?: boolean;
  udpOnly?: boolean;
  reply?: string;
  hex?: boolean;
  once?: boolean;
}

export async function listenAction(asked: ListenTyped, context: CliContext): Promise<void> {
  const { stdout, words } = context;
  const text = words.exercise.listen;
  const { allowed } = words.serve;
  if (asked.tcpOnly && asked.udpOnly) clash('--udp-only', '--tcp-only', text.oneTransport);
  const addresses = addressesFrom(asked, allowed);
  const port = whole('--port', asked.port, 0, 65_535, allowed.port) ?? 5000;
  const say = (line: string) => stdout.write(lineOfOthers(line, stdout));
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const signals = onStopSignals(stop);
  const reader = onReaderGone(stdout, stop);
  const teller = new Teller(context, asked.hex === true);
  const listener = await startListener(
    {
      addresses,
      port,
      tcp: asked.udpOnly !== true,
      udp: asked.tcpOnly !== true,
      reply: asked.reply === undefined ? null : Buffer.from(asked.reply),
      raw: asked.hex === true,
      once: asked.once === true,
      sentences: { benchClient: text.toBenchClient, chatClient: text.toChatClient, full: text.toOneTooMany },
    },
    {
      event: (event) => {
        for (const line of teller.lines(event)) say(line);
      },
      get behind() {
        return stdout.writableNeedDrain;
      },
      // A reader that has gone is behind no longer, either.
      drained: () => once(stdout, 'drain').then(nothing, nothing),
    },
  );
  say(text.listening(asked.udpOnly ? 'UDP' : asked.tcpOnly ? 'TCP' : 'TCP, UDP', listener.port));
  const reachable = reachableAddresses(addresses);
  const option = asked.udpOnly ? ['--udp'] : [];
  if (reachable.length === 0) say(text.only(addresses.join(', ')));
  else {
    say(text.tell);
    for (const address of reachable)
      say(`  ${typedElsewhere('send', GREETING, targetOf(address, listener.port), ...option)}`);
  }
  say(words.serve.stop);
  try {
    await Promise.race([stopped, listener.ended]);
  } finally {
    await listener.stop();
    signals.forget();
    reader.forget();
  }
}

const MOST_TAUGHT = 500;
/** A `!` after a word is one that zsh and bash take for their history. */
const GREETING = 'Ola Mundo';

const nothing = (): void => {};

/** Events in words. Whoever speaks is named when it is not who spoke last. */
class Teller {
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
