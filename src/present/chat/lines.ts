/** What happens in a chat as lines of text. A line that starts with `<NAME>` can only be somebody's message. */
import type { ChatEvent, ContrastView, Person } from '../../result/events/chat-events.ts';
import { safeText } from '../../safe-text.ts';
import { crowdSentences } from '../../words/crowd.ts';
import type { Words } from '../../words/index.ts';
import { formatFor } from '../format.ts';

const MARK = '* ';

/** @param host whose room it is, as it is shown */
export function chatLines(event: ChatEvent, words: Words, host: string): string[] {
  if (event.kind === 'message') return [messageLine(event, words)];
  // What was typed stands there already.
  if (event.kind === 'line') return event.mine === true ? [] : [event.text];
  if (event.kind === 'private') return [`(${words.chat.privately(event.from, event.to)}) ${event.text}`];
  return noticesOf(event, words, host).map((notice) => MARK + notice);
}

function messageLine(event: Extract<ChatEvent, { kind: 'message' }>, words: Words): string {
  const fate = words.chat.fates[event.fate];
  const text = event.action ? `*${event.text}*` : event.text;
  return `<${event.name}> ${text}${fate === '' ? '' : ` [${fate}]`}`;
}

/** Who speaks over UDP may lose what is said. */
const withTransport = ({ name, transport }: Person): string => (transport === 'udp' ? `${name} (UDP)` : name);

/** Of this end and its way to the host; the others are of the room. */
const OF_CONNECTION = [
  'connecting',
  'reached',
  'connected',
  'lost-host',
  'waiting',
  'name-wanted',
  'no-datagrams',
  'not-sent',
  'foreign-text',
] as const;
const SAID = ['datagrams', 'line', 'message', 'private'] as const;

type Of<Kinds extends readonly ChatEvent['kind'][]> = Extract<ChatEvent, { kind: Kinds[number] }>;
const isOf = <Kinds extends readonly ChatEvent['kind'][]>(
  event: ChatEvent,
  kinds: Kinds,
): event is Of<Kinds> => kinds.includes(event.kind);

/** Everything that is no message, in sentences. */
export function noticesOf(event: ChatEvent, words: Words, host: string): string[] {
  if (isOf(event, OF_CONNECTION)) return connectionNotices(event, words, host);
  return isOf(event, SAID) ? [] : roomNotices(event, words);
}

function connectionNotices(event: Of<typeof OF_CONNECTION>, words: Words, host: string): string[] {
  const text = words.chat.client;
  switch (event.kind) {
    case 'connecting':
      return [text.connecting(host)];
    case 'reached':
      return [text.reached(event.address)];
    case 'connected':
      return [text.plainHost];
    case 'lost-host':
      return [text.lostHost];
    case 'waiting':
      return [text.waiting(formatFor(words).plain(event.seconds, 1))];
    case 'name-wanted':
      return [text.nameWanted];
    case 'no-datagrams':
      return [text.noDatagrams, event.transport === 'udp' ? text.heardOverTcp : text.noContrast];
    case 'not-sent':
      return [text.notSent(safeText(event.text))];
    case 'foreign-text':
      return [words.foreign[event.encoding]];
  }
}

function roomNotices(
  event: Exclude<ChatEvent, Of<typeof OF_CONNECTION> | Of<typeof SAID>>,
  words: Words,
): string[] {
  const text = words.chat;
  switch (event.kind) {
    case 'welcome':
      return welcomeLines(event, words);
    case 'joined':
      return [text.joined(event.name)];
    case 'left':
      return [text.left[event.why](event.name)];
    case 'renamed':
      return [text.renamed(event.from, event.to)];
    case 'lost':
      return [text.lost(event.name, event.count)];
    case 'people':
      return [text.here(event.people.map(withTransport))];
    case 'help':
      return [...text.plainHelp, ...(event.host ? text.hostHelp : [])];
    case 'crowd':
      return crowdSentences(event, words.chat);
    case 'muted':
      return [event.muted ? text.muted(event.name) : text.unmuted(event.name)];
    case 'contrast-stopped':
      return [text.contrast.stopped(event.by, event.of)];
    case 'contrast':
      return contrastLines(event.view, words);
    case 'refused':
      return [text.refused[event.reason](event.what)];
    case 'host-stopped':
      return [text.stopped];
  }
}
function welcomeLines(event: Extract<ChatEvent, { kind: 'welcome' }>, words: Words): string[] {
  const text = words.chat;
  const others = event.people.filter(({ name }) => name !== event.name).map(withTransport);
  const lines = [text.welcome(event.name), text.here(others)];
  if (event.transport === 'udp') lines.push(text.client.unconfirmed);
  return event.impairment === null
    ? lines
    : [...lines, (event.linked === true ? text.linked : text.impaired)(event.impairment)];
}

/** When a contrast begins and when it is over. */
function contrastLines(view: ContrastView, words: Words): string[] {
  if (view.over) return contrastSentences(view, words).flatMap(({ strip, sentence }) => [strip, sentence]);
  return view.fresh ? [words.chat.contrast.starts(view.by, view.of)] : [];
}

/** The two halves of a contrast, each with its strip of fates. */
export function contrastSentences(
  { tcp, udp, of }: ContrastView,
  words: Words,
): { transport: 'tcp' | 'udp'; strip: string; sentence: string }[] {
  const text = words.chat.contrast;
  const count = (strip: string, fates: string): number =>
    Array.from(strip).filter((fate) => fates.includes(fate)).length;
  const first = { transport: 'tcp', strip: tcp, sentence: text.tcp(count(tcp, '.'), of) } as const;
  if (udp === null) return [first, { transport: 'udp', strip: '', sentence: text.noUdp }];
  const [arrived, lost] = [count(udp, '.od'), count(udp, 'x')];
  const sentence = text.udp(arrived, of, lost, count(udp, 'o'), count(udp, 'd'));
  return [first, { transport: 'udp', strip: udp, sentence }];
}
