import type { ChatEvent } from '../../result/events/chat-events.ts';
import type { ChatClient } from '../../run/chat/guest/client.ts';
import type { Reader } from '../../run/chat/guest/pace.ts';

/** What shows a chat and takes what the person types. */
export interface ChatShow {
  event(event: ChatEvent): void;
  /** Where what is shown may wait for somebody to read it. */
  readonly reader?: Reader;
  /** Sentences of this program's own. */
  note(lines: readonly string[]): void;
  /** Typing goes here from now on. */
  begin(client: ChatClient): void;
  /** Something that was typed reached nobody. */
  readonly failed?: boolean;
  /** Nothing more is typed. */
  end(): Promise<void>;
}
