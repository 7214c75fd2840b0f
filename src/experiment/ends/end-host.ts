/**
 * Two processes of an experiment, one at each end of a lab's link, and who asked for them: the ends call on a Unix socket,
 * which the link never touches, get their orders, and tell how it goes. Lines of JSON.
 */
import { createServer, type Server, type Socket } from 'node:net';
import * as v from 'valibot';
import { type JsonBounds, parseJson } from '../../json-bounds.ts';

export type Side = 'sender' | 'receiver';

const HelloSchema = v.object({ type: v.literal('hello'), side: v.picklist(['sender', 'receiver']) });

export interface EndHostOptions<Message> {
  readonly schema: v.GenericSchema<unknown, Message>;
  readonly bounds: JsonBounds;
  /** An end is there. */
  readonly called: (side: Side) => void;
  readonly take: (side: Side, message: Message) => void;
}

export class EndHost<ToEnd, Message> {
  readonly #server: Server;
  readonly #ends = new Map<Side, Socket>();
  readonly #options: EndHostOptions<Message>;

  static async open<ToEnd, Message>(
    path: string,
    options: EndHostOptions<Message>,
  ): Promise<EndHost<ToEnd, Message>> {
    const host = new EndHost<ToEnd, Message>(options);
    await new Promise<void>((resolve, reject) => {
      host.#server.once('error', reject);
      host.#server.listen(path, resolve);
    });
    return host;
  }

  private constructor(options: EndHostOptions<Message>) {
    this.#options = options;
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
    const { schema, bounds, called, take } = this.#options;
    let side: Side | undefined;
    let held: string[] = [];
    socket.on('error', () => socket.destroy());
    socket.setEncoding('utf8').on('data', (text: string) => {
      const lines = text.split('\n');
      // A file of megabytes comes in many pieces.
      held.push(lines[0]!);
      for (let at = 1; at < lines.length; at++) {
        const value = parseJson(held.join(''), bounds);
        held = [lines[at]!];
        if (side !== undefined) take(side, v.parse(schema, value));
        else {
          ({ side } = v.parse(HelloSchema, value));
          this.#ends.set(side, socket);
          called(side);
        }
      }
    });
  }
}
