/** A hosted room in this process, and members of every kind. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { ChatEvent } from '../../../src/result/events/chat-events.ts';
import { ChatClient } from '../../../src/run/chat/guest/client.ts';
import { type Host, type HostOptions, startHost } from '../../../src/run/chat/host/host.ts';
import { wordsFor } from '../../../src/words/index.ts';

const PATIENCE_MS = 20_000;
const open: (() => Promise<void> | void)[] = [];

/** Ends everything that a test has opened. */
export async function endAll(): Promise<void> {
  for (const end of open.splice(0).reverse()) await end();
}

export async function hosted(options: Partial<HostOptions> = {}): Promise<Host> {
  const host = await startHost({
    addresses: ['127.0.0.1'],
    port: 0,
    impairment: null,
    impairmentShown: null,
    words: wordsFor('en'),
    ...options,
  });
  open.push(() => host.stop());
  return host;
}

export async function until(holds: () => boolean, what: () => string): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !holds(); ) {
    if (Date.now() > end) throw new Error(`it never came to this: ${what()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export interface Plain {
  readonly socket: Socket;
  lines(): string[];
  say(text: string | Buffer): void;
  until(pattern: RegExp): Promise<void>;
  readonly closed: () => boolean;
}

/** A student's program: lines over a socket. */
export async function plain(port: number, name?: string, local = '127.0.0.1'): Promise<Plain> {
  const socket = connect({ port, host: '127.0.0.1', localAddress: local });
  open.push(() => void socket.destroy());
  let text = '';
  let closed = false;
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    text += chunk;
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    closed = true;
  });
  await once(socket, 'connect');
  const member: Plain = {
    socket,
    lines: () => text.split('\n').slice(0, -1),
    say: (said) => void socket.write(typeof said === 'string' ? `${said}\n` : said),
    until: (pattern) =>
      until(
        () => pattern.test(text),
        () => `${String(pattern)} in:\n${text}`,
      ),
    closed: () => closed,
  };
  if (name !== undefined) {
    member.say(name);
    await member.until(/^\* Welcome/m);
  }
  return member;
}

export interface Rich {
  readonly client: ChatClient;
  readonly events: ChatEvent[];
  readonly ended: Promise<unknown>;
  of<K extends ChatEvent['kind']>(kind: K): Extract<ChatEvent, { kind: K }>[];
  texts(): string[];
  until(holds: () => boolean): Promise<void>;
}

/** sockbench's own client, without a screen. */
export async function rich(
  port: number,
  name: string,
  transport: 'tcp' | 'udp' = 'tcp',
  wait = true,
  addresses: readonly string[] = ['127.0.0.1'],
): Promise<Rich> {
  const events: ChatEvent[] = [];
  const client = new ChatClient({
    host: { addresses, port },
    name,
    anyName: false,
    transport,
    event: (event) => events.push(event),
  });
  open.push(() => client.leave());
  const ended = client.run().then(
    () => undefined,
    (error: unknown) => error,
  );
  const of = <K extends ChatEvent['kind']>(kind: K): Extract<ChatEvent, { kind: K }>[] =>
    events.filter((event): event is Extract<ChatEvent, { kind: K }> => event.kind === kind);
  const member: Rich = {
    client,
    events,
    ended,
    of,
    texts: () => of('message').map((event) => event.text),
    until: (holds) => until(holds, () => JSON.stringify(events, null, 1)),
  };
  if (wait) await member.until(() => of('welcome').length > 0 && of('datagrams').length > 0);
  return member;
}
