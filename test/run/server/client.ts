/** A client made of plain sockets, to test a server without trusting our own client. */
import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { FromServer, Grant, Hello, ServerLedger } from '../../../src/wire/control.ts';
import { CONTROL_MAGIC, encodeFrame, FRAME_HEAD_BYTES, FrameReader } from '../../../src/wire/frame.ts';
import {
  PROTOCOL_VERSION,
  readNumber,
  readType,
  type Token,
  TYPE_OPEN,
  TYPE_OPENED,
  TYPE_PROBE,
  tokenFromHex,
  writeProbe,
} from '../../../src/wire/header.ts';

export const HELLO: Hello = {
  type: 'hello',
  version: PROTOCOL_VERSION,
  tool: 'test',
  nonce: '0'.repeat(32),
  transport: 'udp',
  mode: 'echo',
  clients: 1,
  size: 64,
  rate: null,
  duration: null,
  warmup: 0,
  count: null,
  lossThreshold: 200e6,
  sendBuffer: null,
  receiveBuffer: null,
  congestionControl: null,
  dscp: null,
  nagle: false,
  busyPoll: false,
  engine: 'auto',
};

export class Control {
  readonly socket: Socket;
  readonly #frames = new FrameReader(8 * 2 ** 20, 2 ** 20);
  readonly #waiting: { type: string; resolve: (message: FromServer) => void }[] = [];
  readonly messages: FromServer[] = [];
  readonly closed: Promise<void>;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('data', (chunk: Buffer) => {
      for (const message of this.#frames.push(chunk) as FromServer[]) {
        const at = this.#waiting.findIndex((one) => one.type === message.type);
        if (at === -1) this.messages.push(message);
        else this.#waiting.splice(at, 1)[0]!.resolve(message);
      }
    });
  }

  static async open(port: number, host = '127.0.0.1'): Promise<Control> {
    const socket = connect({ port, host });
    await once(socket, 'connect');
    return new Control(socket);
  }

  send(message: object): void {
    this.socket.write(encodeFrame(message, PROTOCOL_VERSION));
  }

  wait<T extends FromServer['type']>(type: T): Promise<Extract<FromServer, { type: T }>> {
    const at = this.messages.findIndex((one) => one.type === type);
    if (at !== -1) return Promise.resolve(this.messages.splice(at, 1)[0] as Extract<FromServer, { type: T }>);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ type, resolve: resolve as (message: FromServer) => void });
      void this.closed.then(() => reject(new Error(`the server hung up before a message of type ${type}`)));
    });
  }

  async grant(changes: Partial<Hello> = {}): Promise<Grant> {
    this.send({ ...HELLO, ...changes });
    return this.wait('grant');
  }

  async ledger(): Promise<ServerLedger> {
    this.send({ type: 'close' });
    return this.wait('ledger');
  }
}

export function message(
  type: number,
  token: Token,
  flow: number,
  number: number,
  size = 64,
  flags = 0,
): Buffer {
  const bytes = Buffer.alloc(size);
  writeProbe(new DataView(bytes.buffer, bytes.byteOffset, size), 0, type, flags, flow, token, number);
  return bytes;
}

export const typeOf = (bytes: Buffer): number =>
  readType(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0);
export const numberOf = (bytes: Buffer): number =>
  readNumber(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0);

/** A UDP flow: opened as a client opens it; collects what comes. */
export class DatagramFlow {
  readonly socket: DatagramSocket;
  readonly token: Token;
  readonly flow: number;
  readonly got: Buffer[] = [];
  /** Answers to an open beyond the first. */
  reopened = 0;
  #told: (() => void) | undefined;
  #opened = false;

  private constructor(socket: DatagramSocket, token: Token, flow: number) {
    this.socket = socket;
    this.token = token;
    this.flow = flow;
    // A server that has ended the session refuses what still comes.
    socket.on('error', () => {});
    socket.on('message', (bytes: Buffer) => {
      // An open that was said again on the way is answered again.
      if (this.#opened && typeOf(bytes) === TYPE_OPENED) this.reopened++;
      else this.got.push(bytes);
      this.#told?.();
    });
  }

  static async open(port: number, hex: string, flow: number, host = '127.0.0.1'): Promise<DatagramFlow> {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    await new Promise<void>((resolve) => socket.connect(port, host, resolve));
    const opened = new DatagramFlow(socket, tokenFromHex(hex), flow);
    const open = message(TYPE_OPEN, opened.token, flow, 0);
    const timer = setInterval(() => socket.send(open), 50);
    socket.send(open);
    await opened.until(() => opened.got.some((bytes) => typeOf(bytes) === TYPE_OPENED));
    clearInterval(timer);
    opened.#opened = true;
    opened.got.length = 0;
    return opened;
  }

  send(number: number, size = 64): void {
    this.socket.send(message(TYPE_PROBE, this.token, this.flow, number, size));
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition())
      await new Promise<void>((resolve) => {
        this.#told = resolve;
      });
  }
}

/** A TCP connection that keeps all it got. */
export class Stream {
  readonly socket: Socket;
  got = Buffer.alloc(0);
  readonly closed: Promise<void>;
  #told: (() => void) | undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('data', (chunk: Buffer) => {
      this.got = Buffer.concat([this.got, chunk]);
      this.#told?.();
    });
  }

  static async open(port: number, host = '127.0.0.1'): Promise<Stream> {
    const socket = connect({ port, host });
    await once(socket, 'connect');
    return new Stream(socket);
  }

  async bytes(count: number): Promise<Buffer> {
    while (this.got.length < count) {
      if (this.socket.closed) throw new Error(`the server hung up after ${this.got.length} bytes`);
      const more = new Promise<void>((resolve) => {
        this.#told = resolve;
      });
      await Promise.race([more, this.closed]);
    }
    const taken = this.got.subarray(0, count);
    this.got = this.got.subarray(count);
    return taken;
  }
}

export { TYPE_OPEN, TYPE_OPENED, TYPE_PROBE, tokenFromHex };

/** A control frame with that text in it, whatever it is. */
export function frameOf(text: string): Buffer {
  const head = Buffer.alloc(FRAME_HEAD_BYTES);
  head.writeUInt16BE(CONTROL_MAGIC, 0);
  head[2] = PROTOCOL_VERSION;
  head.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([head, Buffer.from(text)]);
}

/** What a control frame may hold to the harm of whoever reads it. */
export const POISON: readonly (readonly [string, string])[] = [
  ['an object that has no text', '{"type":"hello","tool":{"toString":1,"valueOf":1}}'],
  ['an object in place of every value', JSON.stringify({ ...HELLO, clients: {}, tool: [] })],
  ['nothing but brackets', '['.repeat(16_000)],
  ['brackets within a hello', `{"type":"hello","tool":${'['.repeat(8000)}${']'.repeat(8000)}}`],
  ['many values', `[${'0,'.repeat(8000)}0]`],
  ['names of what every object has', '{"type":"hello","__proto__":{"type":"hello"},"constructor":{}}'],
  ['null', 'null'],
  ['no JSON', 'hello'],
  ['a number without an end', '{"type":"hello","version":1e999}'],
  ['a message out of order', '{"type":"start"}'],
];
