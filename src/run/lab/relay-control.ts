/**
 * A guest's control connection, which never crosses the link: passed on to the server's Unix socket, with three changes:
 * the hello says where the guest is, for the server's screen; the address of the grant is the one that the guest
 * reached; and the ledger carries the link's counts.
 */
import type { Socket } from 'node:net';
import type { LinkReport } from '../../result/impairment.ts';
import type { ServerEvent } from '../../result/server-events.ts';
import type { Transport } from '../../units.ts';
import { MAX_FRAME_FROM_CLIENT, MAX_FRAME_FROM_SERVER } from '../../wire/control.ts';
import { encodeFrame, FrameReader } from '../../wire/frame.ts';
import { PROTOCOL_VERSION } from '../../wire/header.ts';

export interface RelayControlOptions {
  /** Counts of one session's packets; null where the link does not answer. */
  report(transport: Transport, token: string): Promise<LinkReport | null>;
  /** Where the guest is, and where it reached us; without ports. */
  readonly guest: string;
  readonly address: string;
}

interface Message {
  readonly type?: unknown;
  readonly transport?: unknown;
  readonly token?: unknown;
  readonly tool?: unknown;
}

const VIA = ' @ ';
/** Fits into what a hello may say of its tool, whatever was there. */
const MOST_OF_TOOL = 900;

/** What the server's screen gets: the guest's address in its place again. */
export function withGuest(event: ServerEvent): ServerEvent {
  if (event.event !== 'session-started') return event;
  const { tool } = event.session;
  const at = tool.lastIndexOf(VIA);
  if (at === -1) return event;
  const session = { ...event.session, tool: tool.slice(0, at), address: tool.slice(at + VIA.length) };
  return { ...event, session };
}

/** One sentence in a frame, as a server of ours refuses. */
export function refuseControl(guest: Socket, message: string): void {
  const frame = encodeFrame(
    { type: 'error', code: 'busy', message, version: PROTOCOL_VERSION },
    PROTOCOL_VERSION,
  );
  guest.on('error', () => {});
  guest.end(frame);
  guest.resume();
  setTimeout(() => guest.destroy(), 1000).unref();
}

export function relayControl(
  guest: Socket,
  first: Buffer,
  server: Socket,
  options: RelayControlOptions,
): void {
  let transport: Transport = 'udp';
  let token: string | undefined;
  let before = 0;
  const heard = new FrameReader(MAX_FRAME_FROM_CLIENT);
  const said = new FrameReader(MAX_FRAME_FROM_SERVER);
  /** Frames leave in order, though a ledger waits for its counts. */
  let queue = Promise.resolve();

  const fromGuest = (chunk: Buffer) => {
    for (const message of heard.push(chunk) as Message[])
      server.write(encodeFrame(heardFrom(message), PROTOCOL_VERSION));
    if (heard.error !== undefined) guest.destroy();
  };
  const heardFrom = (message: Message): object => {
    if (message?.type !== 'hello') return message;
    transport = message.transport === 'tcp' ? 'tcp' : 'udp';
    return { ...message, tool: String(message.tool).slice(0, MOST_OF_TOOL) + VIA + options.guest };
  };
  const changed = async (message: Message): Promise<object> => {
    if (message.type === 'grant') {
      token = String(message.token);
      // What was lost before this session is not its own.
      before = (await options.report(transport, token))?.overrun ?? 0;
      return { ...message, address: options.address };
    }
    if (message.type !== 'ledger' || token === undefined) return message;
    const report = await options.report(transport, token);
    return { ...message, link: report && { ...report, overrun: Math.max(0, report.overrun - before) } };
  };
  server.on('data', (chunk: Buffer) => {
    for (const message of said.push(chunk) as Message[]) {
      queue = queue
        .then(() => changed(message))
        .then((frame) => {
          if (!guest.destroyed) guest.write(encodeFrame(frame, PROTOCOL_VERSION));
        });
    }
  });
  guest.on('data', fromGuest);
  guest.on('end', () => server.end());
  guest.on('error', () => server.destroy());
  guest.on('close', () => server.destroy());
  server.on('error', () => guest.destroy());
  server.on('close', () => void queue.then(() => guest.destroySoon()));
  fromGuest(first);
  guest.resume();
}
