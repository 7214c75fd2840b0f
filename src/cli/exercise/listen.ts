/** Runs `listen`: says where it can be reached, and then a line for everything that happens. */
import { once } from 'node:events';
import { startListener } from '../../run/exercise/listen.ts';
import { typedElsewhere } from '../../words/command.ts';
import type { Words } from '../../words/index.ts';
import type { CliContext } from '../context.ts';
import { clash, whole } from '../options/values.ts';
import { lineOfOthers } from '../printing.ts';
import { reachableAddresses, targetOf } from '../reachable.ts';
import { onReaderGone } from '../reader-gone.ts';
import { addressesFrom } from '../serve/options.ts';
import { onStopSignals } from '../signals.ts';
import { Teller } from './teller.ts';

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
  for (const line of reachedBy(asked, addresses, listener.port, words)) say(line);
  try {
    await Promise.race([stopped, listener.ended]);
  } finally {
    await listener.stop();
    signals.forget();
    reader.forget();
  }
}

/** A `!` after a word is one that zsh and bash take for their history. */
const GREETING = 'Ola Mundo';

const nothing = (): void => {};

/** Where it listens, and what one types elsewhere to be heard. */
function* reachedBy(asked: ListenTyped, addresses: readonly string[], port: number, words: Words) {
  const text = words.exercise.listen;
  yield text.listening(asked.udpOnly ? 'UDP' : asked.tcpOnly ? 'TCP' : 'TCP, UDP', port);
  const reachable = reachableAddresses(addresses);
  const option = asked.udpOnly ? ['--udp'] : [];
  if (reachable.length === 0) yield text.only(addresses.join(', '));
  else {
    yield text.tell;
    for (const address of reachable)
      yield `  ${typedElsewhere('send', GREETING, targetOf(address, port), ...option)}`;
  }
  yield words.serve.stop;
}
