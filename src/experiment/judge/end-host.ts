/** The judge's side of the two ends: they call on a Unix socket, get their orders, and tell how it went. */
import { createServer, type Server, type Socket } from 'node:net';
import * as v from 'valibot';
import { parseJson } from '../../json-bounds.ts';
import type { FromEnd, Side, ToEnd } from './end/orders.ts';
import { FromEndSchema } from './from-end.ts';

const BOUNDS = { depth: 8, values: 1000 };

export class EndHost {
  readonly #server: Server;
  readonly #ends = new Map<Side, Socket>();
  readonly #take: (side: Side, message: FromEnd) => void;

  /** @param take gets every message, `hello` first */
  static async open(path: string, take: (side: Side, message: FromEnd) => void): Promise<EndHost> {
    const host = new EndHost(take);
    await new Promise<void>((resolve, reject) => {
      host.#server.once('error', reject);
      host.#server.listen(path, resolve);
    });
    return host;
  }

  private constructor(take: (side: Side, message: FromEnd) => void) {
    this.#take = take;
    this.#server = createServer((socket) => this.#called(socket));
  }

  tell(side: Side, message: ToEnd): void {
    this.#ends.get(side)?.write(`${JSON.stringify(message)}\n`);
  }

  dismiss(side: Side): void {
    this.#ends.get(side)?.destroy();
  }

  /** The ends end with their connections, and the lab with them. */
  close(): void {
    for (const socket of this.#ends.values()) socket.destroy();
    this.#server.close();
  }

  #called(socket: Socket): void {
    let side: Side | undefined;
    let held: string[] = [];
    socket.on('error', () => socket.destroy());
    socket.setEncoding('utf8').on('data', (text: string) => {
      const lines = text.split('\n');
      // A file of megabytes comes in many pieces.
      held.push(lines[0]!);
      for (let at = 1; at < lines.length; at++) {
        const message = v.parse(FromEndSchema, parseJson(held.join(''), BOUNDS));
        held = [lines[at]!];
        if (message.type === 'hello') {
          side = message.side;
          this.#ends.set(side, socket);
        }
        if (side !== undefined) this.#take(side, message);
      }
    });
  }
}
