/** One connection to somebody else's chat server: what is typed goes there as lines, what comes is shown as it is. */
import { createConnection, type Socket } from 'node:net';
import { SockbenchError } from '../../errors.ts';
import { showAddress, socketFailure } from '../../net/failure.ts';
import type { Person } from '../../result/chat-events.ts';
import { safeText } from '../../safe-text.ts';
import { Pieces } from '../exercise/pieces.ts';
import { readAtPace } from './pace.ts';
import type { Ending, VisitOptions } from './visit.ts';

const CONNECT_MS = 5000;
const KEEP_ALIVE_MS = 15_000;
const FAREWELL_MS = 1000;

/** Where nothing listens, it is no server of ours that is to be started. */
const ownProgram = (error: SockbenchError): SockbenchError =>
  error.code === 'connection-refused'
    ? new SockbenchError('own-refused', error.operation, error.details, error)
    : error;

export class PlainVisit {
  readonly people: readonly Person[] = [];
  readonly name: string;
  readonly ended: Promise<Ending>;
  readonly #socket: Socket;
  #timer: NodeJS.Timeout;
  #error: SockbenchError | undefined;
  open = false;

  /** @param introduce whether the first line is to be the name */
  constructor({ host, name, event, reader }: VisitOptions, introduce: boolean) {
    this.name = name;
    const socket = createConnection({ host: host.address, port: host.port, noDelay: true });
    this.#socket = socket;
    this.#timer = setTimeout(() => {
      this.#error = new SockbenchError('connect-timeout', 'chat', { address: showAddress(host) });
      socket.destroy();
    }, CONNECT_MS);
    const pieces = new Pieces((bytes) =>
      event({
        kind: 'line',
        text: safeText(bytes.toString('utf8').replace(/\r$/, '').replaceAll('\t', '    ')),
      }),
    );
    socket.on('connect', () => {
      clearTimeout(this.#timer);
      socket.setKeepAlive(true, KEEP_ALIVE_MS);
      this.open = true;
      if (introduce) socket.write(`${name}\n`);
      event({ kind: 'connected', name: introduce ? name : '' });
    });
    readAtPace(socket, reader, (chunk) => pieces.push(chunk));
    socket.on('error', (error) => {
      this.#error ??= ownProgram(socketFailure(error, this.open ? 'send' : 'connect', host));
    });
    this.ended = new Promise((resolve) => {
      socket.on('close', () => {
        const reached = this.open;
        this.open = false;
        clearTimeout(this.#timer);
        pieces.flush();
        resolve(reached || this.#error === undefined ? {} : { error: this.#error });
      });
    });
  }

  say(line: string): void {
    this.#socket.write(`${line}\n`);
  }

  leave(): void {
    if (!this.open) this.#socket.destroy();
    this.#socket.end();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#socket.destroy(), FAREWELL_MS);
  }
}
