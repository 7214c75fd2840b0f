/** Datagrams over a byte stream between the two halves of a relay: guest (u32), length (u16), payload; big-endian. */
import type { Socket } from 'node:net';

const HEAD_BYTES = 6;
/** The first byte on a connection to the inner half: one guest's TCP connection, or everybody's datagrams. */
export const KIND_STREAM = 0x54;
export const KIND_DATAGRAMS = 0x55;
/** In place of a guest: asks the inner half how many datagrams it has lost so far, which it answers with a u32. */
export const LOST = 0;
/** Bytes that may wait; a datagram that finds more is lost, as it would be in any full queue. */
const MOST_WAITING = 4 * 2 ** 20;

/** Writes are gathered until the event loop's turn ends: one system call for many datagrams. */
export class DatagramWriter {
  readonly #socket: Socket;
  #corked = false;
  /** Datagrams that found too much waiting. */
  lost = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  write(guest: number, payload: Uint8Array): void {
    const socket = this.#socket;
    if (socket.destroyed) return;
    if (socket.writableLength > MOST_WAITING && guest !== LOST) {
      this.lost++;
      return;
    }
    if (!this.#corked) {
      this.#corked = true;
      socket.cork();
      setImmediate(() => {
        this.#corked = false;
        socket.uncork();
      });
    }
    const frame = Buffer.allocUnsafe(HEAD_BYTES + payload.length);
    frame.writeUInt32BE(guest, 0);
    frame.writeUInt16BE(payload.length, 4);
    frame.set(payload, HEAD_BYTES);
    socket.write(frame);
  }
}

/** Takes bytes as they come and gives whole datagrams; holds at most one frame that is not complete. */
export class DatagramReader {
  #held: Buffer = Buffer.alloc(0);

  push(chunk: Buffer, take: (guest: number, payload: Buffer) => void): void {
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    let at = 0;
    while (bytes.length - at >= HEAD_BYTES) {
      const end = at + HEAD_BYTES + bytes.readUInt16BE(at + 4);
      if (end > bytes.length) break;
      take(bytes.readUInt32BE(at), bytes.subarray(at + HEAD_BYTES, end));
      at = end;
    }
    this.#held = Buffer.from(bytes.subarray(at));
  }
}
