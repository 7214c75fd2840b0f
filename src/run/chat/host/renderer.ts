/** An event as bytes of the kind that a member understands: made once, however many hear it. */
import type { RoomEvent } from '../../../session/chat/language/events.ts';
import type { Member } from '../../../session/chat/member.ts';
import type { Words } from '../../../words/index.ts';
import { plainLines } from './plain.ts';

export class Renderer {
  readonly #words: Words;
  #event: RoomEvent | undefined;
  #json = '';
  #plain = '';

  constructor(words: Words) {
    this.#words = words;
  }

  of(member: Member, event: RoomEvent): string {
    if (event !== this.#event) {
      this.#event = event;
      this.#json = '';
      this.#plain = '';
    }
    if (!member.plain) {
      if (this.#json === '') this.#json = `${JSON.stringify(event)}\n`;
      return this.#json;
    }
    if (this.#plain === '')
      this.#plain = plainLines(event, this.#words)
        .map((line) => `${line}\n`)
        .join('');
    return this.#plain;
  }
}
