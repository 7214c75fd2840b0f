/** Runs `send`: one message, and each step of it in words. */
import type { Readable } from 'node:stream';
import { SockbenchError } from '../../errors.ts';
import { showAddress } from '../../net/failure.ts';
import { resolveAll } from '../../run/client/plan/resolve.ts';
import { sendMessage } from '../../run/exercise/send.ts';
import type { SendEvent } from '../../run/exercise/send-events.ts';
import { decoded } from '../../session/text/decoded.ts';
import { MILLISECOND } from '../../units.ts';
import type { CliContext } from '../context.ts';
import { type FamilyTyped, familyFrom, hereIn } from '../options/family.ts';
import { parseTarget } from '../options/target.ts';
import { duration } from '../options/values.ts';
import { lineOfOthers } from '../printing.ts';
import { lessonOf, showBytes } from './arrival.ts';

export interface SendTyped extends FamilyTyped {
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
  const family = familyFrom(options, context.words);
  const target = parseTarget(to ?? hereIn(family));
  const wait = (duration('--wait', options.wait, 0, context.words.serve.allowed.time) ?? 1e9) / MILLISECOND;
  const addresses = await resolveAll(target, family);
  const message = typed === '-' ? await readAll(context.stdin) : Buffer.from(typed);
  const transport = options.udp ? 'udp' : 'tcp';
  const say = teller(options, wait, context);
  await sendMessage({ target: { addresses, port: target.port }, transport, message, wait }, (event) => {
    for (const line of say(event)) context.stdout.write(lineOfOthers(line, context.stdout));
  });
}

/** Nobody who did not ask how long an answer may take is told that none came: none was promised. */
function teller(options: SendTyped, wait: number, { words }: CliContext): (event: SendEvent) => string[] {
  const text = words.exercise.send;
  const asked = options.wait !== undefined;
  const ms = new Intl.NumberFormat(words.tag, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    useGrouping: false,
  });
  let taught = options.hex === true;
  const answered = (bytes: Buffer): string[] => {
    const lesson = taught ? undefined : lessonOf(decoded(bytes).encoding, words);
    taught ||= lesson !== undefined;
    return [text.answer(showBytes(bytes, options.hex === true)), ...(lesson === undefined ? [] : [lesson])];
  };
  return (event) => {
    switch (event.kind) {
      case 'connected':
        return [text.connected(showAddress(event.to), ms.format(event.ms))];
      case 'sent':
        return [options.udp ? text.handedOver(event.bytes) : text.sent(event.bytes)];
      case 'answer':
        return answered(event.bytes);
      case 'no-answer':
        return asked ? [text.noAnswer(wait)] : [];
      case 'closed':
        if (!event.byPeer) return [text.closed];
        return [event.answered || !asked ? text.closedByPeer : text.closedUnanswered(event.ms)];
    }
  };
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
