/**
 * What the room says over TCP, across an emulated link: one connection of the kernel's own TCP for each member, from one
 * end of a lab to the other and back to the host, which hands on what has come through. So TCP's lines come late and whole
 * where UDP's come in time and with holes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SockbenchError } from '../../../errors.ts';
import type { Impairment } from '../../../result/impairment.ts';
import { launchLab } from '../../lab/launch.ts';
import { KIND_DATAGRAMS, KIND_STREAM } from '../../lab/relay/frames.ts';
import { relayPath } from '../../lab/relay/paths.ts';

/** One way for one member: what is written here comes out at `through`, as a link lets it. */
export interface LinkPipe {
  write(text: string): void;
  /** After what was written. */
  end(): void;
  destroy(): void;
  readonly writableLength: number;
}

export interface PipeEnds {
  through(chunk: Buffer): void;
  /** Everything has come through, or nothing more will. */
  ended(): void;
}

/** Bytes of the number that says whose a connection is. */
const NUMBER_BYTES = 4;
/** A machine under load takes seconds to start a program. */
const TRIES = 300;
const AGAIN_MS = 50;
/** ms in which what is sent has come through, also where the first packets of a connection are lost. */
const PATIENCE_MS = 5000;

export class LinkPipes {
  readonly #folder: string;
  readonly #inner: string;
  readonly #life: Socket;
  readonly #server: Server;
  readonly #ended: Promise<unknown>;
  readonly #ends = new Map<number, PipeEnds>();
  #last = 0;

  /** @throws SockbenchError `lab-…` where the machine has no lab */
  static async start(impairment: Impairment): Promise<LinkPipes> {
    const folder = mkdtempSync(join(tmpdir(), 'sockbench-chat-'));
    const far = join(folder, 'far.sock');
    try {
      const { link, ended } = await standing(impairment, far);
      const inner = relayPath(link);
      const life = await connectSoon(inner);
      // The inner half ends with this connection, and the lab with it.
      life.write(Buffer.of(KIND_DATAGRAMS));
      const pipes = new LinkPipes(folder, inner, life, far, ended);
      await pipes.#tried();
      return pipes;
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  private constructor(folder: string, inner: string, life: Socket, far: string, ended: Promise<unknown>) {
    this.#folder = folder;
    this.#inner = inner;
    this.#life = life;
    this.#ended = ended;
    life.on('error', () => {});
    this.#server = createServer({ allowHalfOpen: true }, (socket) => this.#arrived(socket));
    this.#server.listen(far);
  }

  open(ends: PipeEnds): LinkPipe {
    const number = ++this.#last;
    this.#ends.set(number, ends);
    const socket = connect({ path: this.#inner, allowHalfOpen: true });
    const gone = () => {
      if (!this.#ends.delete(number)) return;
      ends.ended();
    };
    socket.on('error', gone);
    socket.resume();
    const head = Buffer.alloc(1 + NUMBER_BYTES);
    head[0] = KIND_STREAM;
    head.writeUInt32BE(number, 1);
    socket.write(head);
    return {
      write: (text) => void socket.write(text),
      end: () => void socket.end(),
      destroy: () => {
        this.#ends.delete(number);
        socket.destroy();
      },
      get writableLength() {
        return socket.writableLength;
      },
    };
  }

  /** At the far end of the link. */
  #arrived(socket: Socket): void {
    let number: number | undefined;
    let head = Buffer.alloc(0);
    const through = (chunk: Buffer): void => {
      if (number !== undefined) {
        this.#ends.get(number)?.through(chunk);
        return;
      }
      head = Buffer.concat([head, chunk]);
      if (head.length < NUMBER_BYTES) return;
      number = head.readUInt32BE(0);
      if (head.length > NUMBER_BYTES) this.#ends.get(number)?.through(head.subarray(NUMBER_BYTES));
    };
    const over = (): void => {
      if (number === undefined) return;
      const ends = this.#ends.get(number);
      this.#ends.delete(number);
      ends?.ended();
      socket.end();
    };
    socket.on('data', through);
    socket.on('end', over);
    socket.on('error', over);
  }

  /** Until something has come through: then both ends stand. @throws SockbenchError `lab-ended` */
  async #tried(): Promise<void> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const came = await new Promise<boolean>((resolve) => {
        const pipe = this.open({ through: () => resolve(true), ended: () => resolve(false) });
        pipe.write('\n');
        setTimeout(() => {
          pipe.destroy();
          resolve(false);
        }, PATIENCE_MS).unref();
      });
      if (came) return;
      await sleep(AGAIN_MS);
    }
    throw new SockbenchError('lab-ended', 'chat', { part: 'relay' });
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#life.destroy();
    rmSync(this.#folder, { recursive: true, force: true });
    await this.#ended;
  }
}

/** undefined where this machine has no lab: TCP is left alone then, which the room says. */
export async function pipesOver(impairment: Impairment): Promise<LinkPipes | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    return await LinkPipes.start(impairment);
  } catch (error) {
    if (error instanceof SockbenchError) return undefined;
    throw error;
  }
}

/** A lab whose far end gives everything to a Unix socket. */
function standing(
  impairment: Impairment,
  far: string,
): Promise<{ readonly link: string; readonly ended: Promise<unknown> }> {
  const entry = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
  return new Promise((resolve, reject) => {
    const ended = launchLab({
      command: [process.execPath, entry('../../lab/relay/process.js')],
      server: [process.execPath, entry('./far-end-process.js'), far],
      // What is said crosses upwards here, and is what the room sends down.
      impairment: { ...impairment, up: impairment.down, down: impairment.down },
      detached: true,
      ready: (_, { environment }) => resolve({ link: environment.link, ended: settled }),
    });
    const settled = ended.then(
      () => {},
      () => {},
    );
    ended.catch(reject);
  });
}

async function connectSoon(path: string): Promise<Socket> {
  for (let attempt = 1; ; attempt++) {
    const socket = connect(path);
    const error = await new Promise<Error | undefined>((resolve) => {
      socket.once('connect', () => resolve(undefined));
      socket.once('error', resolve);
    });
    if (error === undefined) return socket;
    if (attempt === TRIES) throw error;
    await sleep(AGAIN_MS);
  }
}
