/** What a host says, as a person is shown it: made harmless, where nothing has to be kept for it. Pure. */
import type { ChatEvent } from '../../../result/events/chat-events.ts';
import { safeText } from '../../../safe-text.ts';
import type { RoomEvent } from '../../../session/chat/language/events.ts';

const NEWS = ['name', 'message', 'private', 'lost', 'muted', 'help', 'refused', 'stopped'] as const;
type News = Extract<RoomEvent, { event: (typeof NEWS)[number] }>;

/** Whether nothing has to be kept for it. */
export const isNews = (event: RoomEvent): event is News => NEWS.some((news) => news === event.event);

export function shownOf(event: News): ChatEvent {
  switch (event.event) {
    case 'name':
      return { kind: 'name-wanted' };
    case 'message': {
      const { name, text, action, mine, fate } = event;
      return {
        kind: 'message',
        name: safeText(name),
        text: safeText(text),
        action,
        mine,
        fate,
        over: 'tcp',
      };
    }
    case 'private': {
      const { from, to, text, mine } = event;
      return { kind: 'private', from: safeText(from), to: safeText(to), text: safeText(text), mine };
    }
    case 'lost':
      return { kind: 'lost', name: safeText(event.name), count: event.count };
    case 'muted':
      return { kind: 'muted', name: safeText(event.name), muted: event.muted };
    case 'help':
      return { kind: 'help', host: event.host };
    case 'refused':
      return { kind: 'refused', reason: event.reason, what: safeText(event.what) };
    case 'stopped':
      return { kind: 'host-stopped' };
  }
}
