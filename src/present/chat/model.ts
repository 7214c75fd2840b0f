/** What a chat's screen knows: pure, from events and keys. */
import type { ChatEvent, ContrastView, Person } from '../../result/events/chat-events.ts';
import type { Words } from '../../words/index.ts';
import { type Editor, EMPTY_EDITOR } from './editor.ts';
import { noticesOf } from './lines.ts';

export interface Entry {
  /** `14:03`. */
  readonly time: string;
  readonly kind: 'message' | 'private' | 'notice' | 'lost' | 'refused' | 'tcp' | 'udp';
  /** Of who speaks; empty: nobody does. */
  readonly name: string;
  readonly text: string;
  /** The text is one sign for each line of a contrast. */
  readonly strip?: boolean;
  /** Behind the text. */
  readonly note: string;
  readonly over: 'tcp' | 'udp';
  readonly mine: boolean;
}

export interface ChatModel {
  readonly host: string;
  readonly state: 'connecting' | 'here' | 'gone';
  readonly name: string;
  readonly transport: 'tcp' | 'udp';
  readonly people: readonly Person[];
  readonly entries: readonly Entry[];
  /** Entries that were thrown away at the beginning, for the sake of memory. */
  readonly dropped: number;
  /** Rows between the newest line and the lowest one shown. */
  readonly scroll: number;
  /** Number of the first entry that came while the person was reading older ones; null: none. */
  readonly unreadFrom: number | null;
  readonly contrast: ContrastView | null;
  readonly editor: Editor;
  readonly naming: boolean;
  /** The host is somebody's own program: it has no list of people and no commands. */
  readonly plain: boolean;
}

const MOST_ENTRIES = 2000;

export const emptyChat = (host: string, transport: 'tcp' | 'udp'): ChatModel => ({
  host,
  state: 'connecting',
  name: '',
  transport,
  people: [],
  entries: [],
  dropped: 0,
  scroll: 0,
  unreadFrom: null,
  contrast: null,
  editor: EMPTY_EDITOR,
  naming: false,
  plain: false,
});

const PLAIN = { name: '', note: '', over: 'tcp', mine: false } as const;

/** @param people who is here after it */
export function reduceChat(
  model: ChatModel,
  event: ChatEvent,
  people: readonly Person[],
  time: string,
  words: Words,
): ChatModel {
  const told = notices(event, model, time, words);
  const next = { ...model, people, ...changes(event) };
  if (event.kind === 'message') {
    const text = event.action ? `*${event.text}*` : event.text;
    const { name, over, mine, fate } = event;
    return add(next, [{ time, kind: 'message', name, text, note: words.chat.fates[fate], over, mine }]);
  }
  if (event.kind === 'line') {
    const mine = event.mine === true;
    const name = mine ? model.name || words.chat.screen.you : '';
    return add(next, [{ ...PLAIN, time, kind: 'message', name, text: event.text, mine }]);
  }
  if (event.kind === 'private') {
    const name = words.chat.privately(event.from, event.to);
    return add(next, [{ ...PLAIN, time, kind: 'private', name, text: event.text, mine: event.mine }]);
  }
  return add(next, told);
}

/** What an event changes besides the conversation. A contrast has a place of its own while it runs. */
function changes(event: ChatEvent): Partial<ChatModel> {
  if (event.kind === 'connecting') return { state: 'connecting' };
  if (event.kind === 'reached') return { host: event.address };
  if (event.kind === 'lost-host') return { state: 'gone', contrast: null };
  if (event.kind === 'welcome')
    return { state: 'here', name: event.name, transport: event.transport, naming: false };
  if (event.kind === 'connected') return { state: 'here', name: event.name, plain: true };
  if (event.kind === 'name-wanted') return { naming: true };
  if (event.kind === 'renamed') return event.mine ? { name: event.to } : {};
  return event.kind === 'contrast' ? { contrast: event.view.over ? null : event.view } : {};
}

function notices(event: ChatEvent, { host }: ChatModel, time: string, words: Words): Entry[] {
  const over = event.kind === 'contrast' && event.view.over;
  return noticesOf(event, words, host).map((text, at) => ({
    ...PLAIN,
    time,
    kind: kindOf(event, at),
    text,
    // Each half of a contrast is its strip, then a sentence.
    strip: over && at % 2 === 0,
  }));
}

function kindOf(event: ChatEvent, at: number): Entry['kind'] {
  if (event.kind === 'lost') return 'lost';
  if (event.kind === 'contrast' && event.view.over) return at < 2 ? 'tcp' : 'udp';
  const refused = event.kind === 'refused' || event.kind === 'not-sent' || event.kind === 'no-datagrams';
  return refused || event.kind === 'lost-host' || event.kind === 'host-stopped' ? 'refused' : 'notice';
}

/** This program's own sentences. */
export const note = (model: ChatModel, lines: readonly string[], time: string): ChatModel =>
  add(
    model,
    lines.map((text) => ({ ...PLAIN, time, kind: 'notice', text })),
  );

function add(model: ChatModel, added: readonly Entry[]): ChatModel {
  if (added.length === 0) return model;
  const all = [...model.entries, ...added];
  const surplus = Math.max(0, all.length - MOST_ENTRIES);
  const unreadFrom =
    model.scroll > 0 && model.unreadFrom === null ? model.dropped + model.entries.length : model.unreadFrom;
  return { ...model, entries: all.slice(surplus), dropped: model.dropped + surplus, unreadFrom };
}

/** How many entries the person has not been shown yet. */
export const unread = ({ unreadFrom, dropped, entries }: ChatModel): number =>
  unreadFrom === null ? 0 : dropped + entries.length - unreadFrom;
