/** What a room tells those who speak plain lines: a student's own program, or nc. A `<name>` can only be a person's. */
import { safeText } from '../../../safe-text.ts';
import type { RoomEvent } from '../../../session/chat/language/events.ts';
import { crowdSentences } from '../../../words/crowd.ts';
import type { Words } from '../../../words/index.ts';

/** @returns lines without their ends; every one that is not somebody's message starts with `*` */
export function plainLines(event: RoomEvent, words: Words): string[] {
  const text = words.chat;
  const notice = (sentence: string): string[] => [`* ${sentence}`];
  switch (event.event) {
    case 'name':
      return notice(text.whatName);
    case 'welcome': {
      const others = event.people.filter(({ id }) => id !== event.id).map(({ name }) => name);
      const lines = [text.welcome(event.name), text.here(others)];
      return (
        event.impairment === null
          ? lines
          : [...lines, (event.linked === true ? text.linked : text.impaired)(event.impairment)]
      ).flatMap(notice);
    }
    case 'joined':
      return notice(text.joined(event.person.name));
    case 'left':
      return notice(text.left[event.why](event.name));
    case 'crowd': {
      const [joined, left] = [event.joined, event.left].map((some) => some.map(({ name }) => name));
      return crowdSentences({ joined: joined!, left: left!, passed: event.passed }, text).flatMap(notice);
    }
    case 'muted':
      return notice(event.muted ? text.muted(event.name) : text.unmuted(event.name));
    case 'renamed':
      return notice(text.renamed(event.from, event.to));
    case 'message':
      return [
        `<${event.name}> ${event.action ? `*${event.text}*` : event.text}${suffix(text.fates[event.fate])}`,
      ];
    case 'private':
      return [`(${text.privately(event.from, event.to)}) ${event.text}`];
    case 'lost':
      return notice(text.lost(event.name, event.count));
    case 'people':
      return notice(text.here(event.people.map(({ name }) => name)));
    case 'help':
      return text.plainHelp.flatMap(notice);
    case 'contrast':
      if (event.phase === 'start') return notice(text.contrastElsewhere(event.by, event.of));
      return event.phase === 'stopped' ? notice(text.contrast.stopped(event.by, event.of)) : [];
    case 'refused':
      return notice(text.refused[event.reason](safeText(event.what)));
    case 'stopped':
      return notice(text.stopped);
    case 'datagrams':
      return [];
  }
}

const suffix = (fate: string): string => (fate === '' ? '' : ` [${fate}]`);
