/** What becomes of a member's line, and of the host's word. */

import type { Contrast } from './contrast.ts';
import type { Entrance } from './entrance.ts';
import type { Hall } from './hall.ts';
import { type Command, parseCommand } from './language/commands.ts';
import type { Refusal, RoomEvent } from './language/events.ts';
import type { Member } from './member.ts';
import type { Rule } from './rule.ts';
import type { Talk } from './talk.ts';

type Refused = Extract<RoomEvent, { event: 'refused' }>;
type Ruled = Extract<Command, { kind: 'mute' | 'unmute' | 'kick' }>;

/** Others would hear it. */
const SPEAKS: ReadonlySet<Command['kind']> = new Set(['say', 'act', 'private', 'nick', 'contrast']);

export class Dispatch {
  readonly #hall: Hall;
  readonly #talk: Talk;
  readonly #contrast: Contrast;
  readonly #entrance: Entrance;
  readonly #rule: Rule;

  constructor(hall: Hall, talk: Talk, contrast: Contrast, entrance: Entrance, rule: Rule) {
    this.#hall = hall;
    this.#talk = talk;
    this.#contrast = contrast;
    this.#entrance = entrance;
    this.#rule = rule;
  }

  /** @returns whether the host has muted it, which it is told */
  muted(member: Member): boolean {
    if (member.muted) this.#hall.refuse(member, 'muted');
    return member.muted;
  }

  line(member: Member, line: string, now: number): void {
    const command = parseCommand(line);
    if (SPEAKS.has(command.kind) && this.muted(member)) return;
    switch (command.kind) {
      case 'say':
      case 'act': {
        const said = { number: member.last + 1, text: command.text, action: command.kind === 'act' };
        this.#talk.say(member, { ...said, fate: 'in-order' }, now);
        break;
      }
      case 'private':
        this.#talk.whisper(member, command.to, command.text);
        break;
      case 'nick':
        this.#entrance.rename(member, command.name, now);
        break;
      case 'contrast':
        this.#contrast.start(member, command.count, now);
        break;
      case 'stop-contrast':
        this.#contrast.stop(member);
        break;
      case 'quit':
        this.quit(member);
        break;
      case 'who':
        this.#hall.tell(member, { event: 'people', people: this.#hall.persons });
        break;
      case 'help':
        this.#hall.tell(member, { event: 'help', host: member.host });
        break;
      case 'mute':
      case 'unmute':
      case 'kick':
        this.#rules(member, command, now);
        break;
      case 'bad':
      case 'form':
        this.#hall.refuse(member, command.kind === 'bad' ? 'command' : 'form', command.command);
        break;
      case 'nothing':
        break;
    }
  }

  #rules(member: Member, { kind, name }: Ruled, now: number): void {
    const refused = member.host
      ? this.#rule.obey(kind, name, now)
      : { reason: 'host-only' as const, what: `/${kind}` };
    if (refused !== undefined) this.#hall.refuse(member, refused.reason, refused.what);
  }

  quit(member: Member): void {
    this.#hall.leave(member, 'quit');
    this.#hall.port.hangUp(member.id);
  }

  /** The word of a host that is no member of its room. @returns why it had no effect */
  order(text: string, now: number): Refused | undefined {
    const refused = (reason: Refusal, what = ''): Refused => ({ event: 'refused', reason, what });
    const command = parseCommand(text);
    if (command.kind === 'nothing') return undefined;
    if (command.kind === 'stop-contrast')
      return this.#contrast.stop(undefined) ? undefined : refused('form', '/contrast');
    if (command.kind === 'mute' || command.kind === 'unmute' || command.kind === 'kick') {
      const why = this.#rule.obey(command.kind, command.name, now);
      return why && refused(why.reason, why.what);
    }
    return command.kind === 'form'
      ? refused('form', command.command)
      : refused('command', text.split(' ')[0]);
  }
}
