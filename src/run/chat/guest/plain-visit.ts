/** One connection to somebody else's chat server: what is typed goes there as lines, what comes is shown as it is. */
import type { Socket } from 'node:net';
import type { Person } from '../../../result/events/chat-events.ts';
import { safeText } from '../../../safe-text.ts';
import { decoded } from '../../../session/text/decoded.ts';
import { Pieces } from '../../exercise/pieces.ts';
import { readAtPace } from './pace.ts';
import type { Ending, VisitOptions } from './visit.ts';

const KEEP_ALIVE_MS = 15_000;
const FAREWELL_MS = 1000;

export class PlainVisit {
  readonly people: readonly Person[] = [];
  readonly name: string;
  readonly ended: Promise<Ending>;
  readonly #socket: Socket;
  readonly #event: VisitOptions['event'];
  #timer: NodeJS.Timeout | undefined;
  open = true;

  /** @param introduce whether the first line is to be the name */
  constructor({ socket, name, event, reader }: VisitOptions, introduce: boolean) {
    this.name = name;
    this.#socket = socket;
    this.#event = event;
    let told = false;
    const pieces = new Pieces((bytes) => {
      const { text, encoding } = decoded(bytes);
      event({ kind: 'line', text: safeText(text.replace(/\r$/, '').replaceAll('\t', '    ')) });
      if (told || encoding === 'utf-8' || encoding === 'bytes') return;
      told = true;
      event({ kind: 'foreign-text', encoding });
    });
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    if (introduce) socket.write(`${name}\n`);
    event({ kind: 'connected', name: introduce ? name : '' });
    readAtPace(socket, reader, (chunk) => pieces.push(chunk));
    socket.on('error', () => {});
    this.ended = new Promise((resolve) => {
      socket.on('close', () => {
        this.open = false;
        clearTimeout(this.#timer);
        pieces.flush();
        resolve({});
      });
    });
  }

  /** Such a server need not send back what one says oneself. */
  say(line: string): void {
    this.#socket.write(`${line}\n`);
    this.#event({ kind: 'line', text: safeText(line), mine: true });
  }

  leave(): void {
    this.#socket.end();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#socket.destroy(), FAREWELL_MS);
  }
}
