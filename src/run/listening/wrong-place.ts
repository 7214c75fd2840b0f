/** Programs of ours that have come to the wrong place: they are told so, instead of being shown as somebody's text. */
import { HELLO, parseHello } from '../../session/chat/language/events.ts';
import { LINE_BYTES } from '../../session/chat/rates/limits.ts';
import { callerOf, mayBeText } from '../../wire/caller.ts';
import { Beginning } from './beginning.ts';

const CERTAIN = 4;

export type WrongPlace = 'bench-client' | 'chat-client';
type Opener = WrongPlace | 'text';

/** What measures has no business in a room. */
export function benchOpener(first: Buffer): Opener | 'more' {
  const caller = callerOf(first);
  return caller === 'more' ? 'more' : caller === 'stranger' ? 'text' : 'bench-client';
}

/** Neither what measures nor what chats has any business at a listener. */
export function anyOpener(first: Buffer): Opener | 'more' {
  const chat = chatOpener(first);
  return chat === 'text' ? benchOpener(first) : chat;
}

/** The whole first line of a chatting sockbench: a person may type its beginning. */
function chatOpener(first: Buffer): 'chat-client' | 'text' | 'more' {
  const begins = `${HELLO}{`;
  const head = first.toString('latin1', 0, begins.length);
  if (!begins.startsWith(head)) return 'text';
  const end = first.indexOf('\n');
  if (end === -1) return first.length > LINE_BYTES ? 'text' : 'more';
  return parseHello(first.toString('utf8', 0, end)) === undefined ? 'text' : 'chat-client';
}

/** @param decided whether it is a program of ours, and all that it has said */
export const openerOf = (
  recognise: (first: Buffer) => Opener | 'more',
  decided: (wrong: WrongPlace | undefined, held: Buffer) => void,
): Beginning<Opener> =>
  new Beginning<Opener>({
    recognise,
    mayBeText,
    // Magic, version and a zero: no key types these, and the rest was lost on its way.
    otherwise: (held) => (held.length < CERTAIN || mayBeText(held) ? 'text' : 'bench-client'),
    decided: (opener, held) => decided(opener === 'text' ? undefined : opener, held),
  });
