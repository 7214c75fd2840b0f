/** Runs `send`: one message, and each step of it in words. */
import type { Readable } from 'node:stream';
import { SockbenchError } from '../../errors.ts';
import { showAddress } from '../../net/failure.ts';
import { resolveTarget } from '../../run/client/plan/resolve.ts';
import { type SendEvent, sendMessage } from '../../run/exercise/send.ts';
import { MILLISECOND } from '../../units.ts';
import type { CliContext } from '../context.ts';
import { parseTarget } from '../options/target.ts';
import { duration } from '../options/values.ts';
import { lineOfOthers } from '../printing.ts';
import { showBytes } from './listen.ts';

export interface SendTyped {
  udp?: boolean;
  wait?: string;
  hex?: boolean;
}

const MOST_INPUT = 16 * 2 ** 20;

export async function sendAction(
  typed: string,
  to: string | undefined,
  options: SendTyped,
  context: CliContext,
): Promise<void> {
  const text = context.words.exercise.send;
  const target = parseTarget(to ?? '127.0.0.1:5000');
  const wait = (duration('--wait', options.wait, 0, context.words.serve.allowed.time) ?? 1e9) / MILLISECOND;
  const address = { address: await resolveTarget(target, 0), port: target.port };
  const message = typed === '-' ? await readAll(context.stdin) : Buffer.from(typed);
  const ms = new Intl.NumberFormat(context.words.tag, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    useGrouping: false,
  });
  const where = showAddress(address);
  const say = (event: SendEvent): string => {
    switch (event.kind) {
      case 'connected':
        return text.connected(where, ms.format(event.ms));
      case 'sent':
        return options.udp ? text.handedOver(event.bytes) : text.sent(event.bytes);
      case 'answer':
        return text.answer(showBytes(event.bytes, options.hex === true));
      case 'no-answer':
        return text.noAnswer(wait);
      case 'closed':
        return event.byPeer ? text.closedByPeer : text.closed;
    }
  };
  const transport = options.udp ? 'udp' : 'tcp';
  await sendMessage({ target: address, transport, message, wait }, (event) =>
    context.stdout.write(lineOfOthers(say(event), context.stdout)),
  );
}

async function readAll(input: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of input) {
    const bytes = Buffer.from(part as Buffer);
    size += bytes.length;
    if (size > MOST_INPUT)
      throw new SockbenchError('input-too-large', 'read', { limit: MOST_INPUT / 2 ** 20 });
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}
