/**
 * From the bytes of a control connection to messages that are believed: nothing else looks at what came before it stood
 * here. The first mistake is the end of it.
 */
import * as v from 'valibot';
import {
  type FromClient,
  FromClientSchema,
  type FromServer,
  FromServerSchema,
  MAX_FRAME_FROM_CLIENT,
  MAX_FRAME_FROM_SERVER,
} from './control.ts';
import { FrameReader } from './frame.ts';

/** What cannot be understood. `frame`: no frames of ours. `message`: a frame that holds something else. */
export interface ControlMistake {
  readonly kind: 'frame' | 'message';
  /** Of the protocol, where the message named one: another version may say what this one does not know. */
  readonly version: number | undefined;
}

export class ControlReader<T> {
  readonly #frames: FrameReader;
  readonly #schema: v.GenericSchema<unknown, T>;
  /** Why nothing more is given. */
  mistake: ControlMistake | undefined;

  private constructor(schema: v.GenericSchema<unknown, T>, mostBytes: number, mostValues: number) {
    this.#schema = schema;
    this.#frames = new FrameReader(mostBytes, mostValues);
  }

  static ofClients(): ControlReader<FromClient> {
    return new ControlReader(FromClientSchema, MAX_FRAME_FROM_CLIENT, MOST_FROM_CLIENT);
  }

  static ofServers(): ControlReader<FromServer> {
    return new ControlReader(FromServerSchema, MAX_FRAME_FROM_SERVER, MOST_FROM_SERVER);
  }

  /** @returns the messages that `chunk` completed, up to a mistake; after one, none */
  push(chunk: Buffer): T[] {
    if (this.mistake !== undefined) return [];
    const messages: T[] = [];
    for (const body of this.#frames.push(chunk)) {
      const parsed = v.safeParse(this.#schema, body);
      if (parsed.success) messages.push(parsed.output);
      else {
        this.mistake = { kind: 'message', version: versionIn(body) };
        return messages;
      }
    }
    if (this.#frames.error !== undefined) this.mistake = { kind: 'frame', version: undefined };
    return messages;
  }
}

/** A hello has some thirty values; a ledger of as many flows as there can be, half a million. */
const MOST_FROM_CLIENT = 256;
const MOST_FROM_SERVER = 2 ** 20;

function versionIn(body: unknown): number | undefined {
  const version = (body as { version?: unknown } | null | undefined)?.version;
  return typeof version === 'number' ? version : undefined;
}
