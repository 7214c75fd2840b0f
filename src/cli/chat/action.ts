/** Runs `chat`: hosts a room, joins one, or both. */

import { showAddress } from '../../net/failure.ts';
import { chatLines } from '../../present/chat/lines.ts';
import { safeText } from '../../present/safe-text.ts';
import { describeOneWay } from '../../present/shared/describe.ts';
import type { ChatEvent } from '../../result/events/chat-events.ts';
import { ChatClient } from '../../run/chat/guest/client.ts';
import { type Host, startHost } from '../../run/chat/host/host.ts';
import { pipesOver } from '../../run/chat/host/link-pipes.ts';
import { resolveAll } from '../../run/client/plan/resolve.ts';
import type { RoomEvent } from '../../session/chat/language/events.ts';
import { typedElsewhere } from '../../words/command.ts';
import { type CliContext, EXIT, Exit } from '../context.ts';
import { reachableAddresses, targetOf } from '../reachable.ts';
import { onStopSignals } from '../signals.ts';
import { ChatLineMode } from './lines.ts';
import { type ChatTyped, guestSettings, type HostSettings, hostSettings } from './options.ts';
import { takeOrders } from './orders.ts';
import type { ChatShow } from './show.ts';

export type { ChatTyped } from './options.ts';

/** ms */
const LAST_WORDS_MS = 1000;

export async function chatAction(
  target: string | undefined,
  asked: ChatTyped,
  context: CliContext,
): Promise<void> {
  const settings = hostSettings(target, asked, context);
  const guest = guestSettings(target, asked, context);
  let stop = () => {};
  let told = false;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const signals = onStopSignals(() => {
    told = true;
    stop();
  });
  const host = settings === null ? undefined : await hosted(settings, context);
  try {
    if (host !== undefined && settings?.headless === true) {
      context.stdout.write(announcement(host, settings, context).join('\n'));
      context.stdout.write(`\n${context.words.serve.stop}\n`);
      const orders = takeOrders(host, context);
      if (orders !== undefined && context.stdin.isTTY)
        context.stdout.write(`${context.words.chat.host.orders}\n`);
      await stopped;
      orders?.close();
    } else await join(guest, { host, settings, stopped, colour: asked.color !== false }, context);
  } finally {
    await host?.stop();
    signals.forget();
    // Who is told to end does so, even where nobody reads what is still to be written.
    if (told) setTimeout(() => process.exit(), LAST_WORDS_MS).unref();
  }
}

interface Hosting {
  readonly host: Host | undefined;
  readonly settings: HostSettings | null;
  readonly stopped: Promise<void>;
  readonly colour: boolean;
}

async function join(
  guest: ReturnType<typeof guestSettings>,
  { host, settings, stopped, colour }: Hosting,
  context: CliContext,
): Promise<void> {
  const address =
    host === undefined || settings === null
      ? { addresses: await resolveAll(guest.target, guest.family), port: guest.target.port }
      : { addresses: [ownAddress(settings.addresses)], port: host.port };
  const [first = '', ...others] = address.addresses;
  const name = others.length === 0 ? first : guest.target.host;
  const shown = showAddress({ address: name, port: address.port });
  const show = await showFor(guest, shown, host !== undefined, colour, context);
  const { anyName, otherName, transport, plain } = guest;
  const client = new ChatClient({
    host: address,
    name: guest.name,
    anyName,
    otherName,
    transport,
    plain,
    hostKey: host?.key,
    reader: show.reader,
    unattended: !context.stdin.isTTY,
    event: (event) => show.event(event),
  });
  if (host !== undefined && settings !== null) show.note(announcement(host, settings, context));
  show.begin(client);
  void stopped.then(() => client.leave());
  try {
    await client.run();
  } finally {
    await show.end();
  }
  if (show.failed === true) throw new Exit(EXIT.failed);
}

async function showFor(
  { ui, transport, plain }: ReturnType<typeof guestSettings>,
  host: string,
  hosts: boolean,
  colour: boolean,
  context: CliContext,
): Promise<ChatShow> {
  const terminal = context.stdin.isTTY && context.stdout.isTTY;
  if (ui === 'screen' || (ui === 'auto' && terminal && context.env['TERM'] !== 'dumb')) {
    const { chatScreen } = await import('./screen.ts');
    return chatScreen(host, transport, hosts, colour, context);
  }
  return new ChatLineMode(host, plain, context);
}

async function hosted(settings: HostSettings, context: CliContext): Promise<Host> {
  const { words, stdout } = context;
  const { addresses, port, impairment, headless } = settings;
  const name = `:${port}`;
  const pipes = impairment === null ? undefined : await pipesOver(impairment);
  const shown = impairment === null ? null : describeOneWay(impairment.down, impairment.seed, words);
  return startHost({
    addresses,
    port,
    impairment,
    pipes,
    impairmentShown: shown,
    words,
    fault: (address, reason) => {
      context.stderr.write(`${words.chat.host.fault(address, safeText(reason))}\n`);
    },
    seen: (event) => {
      // Where nobody reads them, notices are left out rather than kept.
      const seen = headless && !stdout.writableNeedDrain ? notice(event) : null;
      for (const line of seen === null ? [] : chatLines(seen, words, name)) stdout.write(`${line}\n`);
    },
  });
}

/** What a host without a screen tells about its room: who comes and goes, and what is said to all. */
function notice(event: RoomEvent): ChatEvent | null {
  if (event.event === 'message') {
    const { name, text, action, fate } = event;
    return { kind: 'message', name, text, action, mine: false, fate, over: 'tcp' };
  }
  if (event.event === 'joined') return { kind: 'joined', name: event.person.name, person: event.person };
  if (event.event === 'left') return { kind: 'left', name: event.name, why: event.why };
  if (event.event === 'crowd') {
    const [joined, left] = [event.joined, event.left].map((some) => some.map(({ name }) => name));
    return { kind: 'crowd', joined: joined!, left: left!, passed: event.passed };
  }
  if (event.event === 'muted') return { kind: 'muted', name: event.name, muted: event.muted };
  if (event.event === 'renamed') return { kind: 'renamed', from: event.from, to: event.to, mine: false };
  return null;
}

/** Where the host itself reaches its room. */
function ownAddress(addresses: readonly string[]): string {
  const [first = '127.0.0.1'] = addresses;
  if (first === '0.0.0.0') return '127.0.0.1';
  return first === '::' ? '::1' : first;
}

/** What is told first: the port, and what a classmate types. */
function announcement(
  { port, linked }: Host,
  { addresses, impairment, headless }: HostSettings,
  context: CliContext,
): string[] {
  const { words } = context;
  const text = words.chat.host;
  const reachable = reachableAddresses(addresses);
  const lines = [text.listening(port)];
  if (reachable.length === 0) lines.push(text.only(addresses.join(', ')));
  else {
    lines.push(text.tell);
    lines.push(...reachable.map((address) => `  ${typedElsewhere('chat', targetOf(address, port))}`));
    lines.push(`  ${text.or(reachable[0]!, port)}`);
  }
  // Whoever joins is told by the room.
  if (impairment !== null && headless)
    lines.push(
      (linked ? words.chat.linked : words.chat.impaired)(
        describeOneWay(impairment.down, impairment.seed, words),
      ),
    );
  return lines;
}
