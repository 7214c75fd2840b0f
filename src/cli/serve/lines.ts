/** The text lines of `serve` where there is no dashboard: who came, who left, who was turned away, and when. */
import type { ServerEvent, ServerSessionInfo } from '../../result/events/server-events.ts';
import type { CliContext } from '../context.ts';

/** Letters that a client chose go to a terminal: only what cannot do anything there. */
const harmless = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 200);

/** `2026-11-29 14:25:01`: a server stands for days, and its log is read beside others of this machine. */
function localTime(now: Date): string {
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19).replace('T', ' ');
}

export class ServeLines {
  readonly #words: CliContext['words']['serve'];
  readonly #sessions = new Map<number, ServerSessionInfo>();
  readonly #percent: Intl.NumberFormat;
  readonly #now: () => Date;

  /** @param now the wall clock */
  constructor({ words, language }: Pick<CliContext, 'words' | 'language'>, now = (): Date => new Date()) {
    this.#words = words.serve;
    this.#now = now;
    this.#percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 });
  }

  of(event: ServerEvent): string[] {
    const at = localTime(this.#now());
    return this.#said(event).map((line) => `${at} ${line}`);
  }

  #said(event: ServerEvent): string[] {
    const words = this.#words;
    switch (event.event) {
      case 'session-started':
        this.#sessions.set(event.session.id, event.session);
        return [words.started(event.session.address, this.#what(event.session))];
      case 'session-ended': {
        const session = this.#sessions.get(event.id);
        this.#sessions.delete(event.id);
        if (session === undefined) return [];
        const { received, sent, loss, overLimit } = event.figures;
        const figures = words.figures(
          received,
          sent,
          loss === null ? null : this.#percent.format(loss),
          overLimit,
        );
        return [words.ended(session.address, this.#what(session), words.reasons[event.reason], figures)];
      }
      case 'refused': {
        const more = event.more === 0 ? '' : ` ${words.more(event.more)}`;
        return [words.refused(harmless(event.address), harmless(event.message)) + more];
      }
      case 'listening':
      case 'session':
        return [];
    }
  }

  #what({ transport, mode, clients, size }: ServerSessionInfo): string {
    return this.#words.what(transport.toUpperCase(), mode, clients, size);
  }
}
