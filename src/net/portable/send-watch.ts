/**
 * Sends on a connected node:dgram socket with the outcome at once: the errno, and whether the datagram is still queued.
 *
 * node:dgram learns both from its handle in the same call, but tells the errno only later, through a callback.
 * So the handle's `send` is wrapped; where a future Node hides the handle, the callback is used, and a refusal is
 * told with the next send instead.
 */
import type { Socket } from 'node:dgram';
import { handleOf } from '../datagrams/handle.ts';

export interface SendWatch {
  /** Datagrams that wait in this process because the kernel's send buffer is full. */
  readonly queued: number;
  /** @returns 0, or the errno with which the call was refused */
  send(datagram: Uint8Array): number;
}

interface SendRequest {
  oncomplete: (error: number) => void;
}
interface Handle {
  /** > 0: sent; 0: queued, and `oncomplete` of the request tells the end where `tell` is set; < 0: errno. */
  send(request: SendRequest, list: readonly Uint8Array[], count: number, tell: boolean): number;
}

/** @param drained called when nothing is queued any more */
export function watchSends(socket: Socket, drained: () => void): SendWatch {
  const handle = handleOf<Handle>(socket);
  return typeof handle?.send === 'function'
    ? new HandleWatch(socket, handle as Handle, drained)
    : new CallbackWatch(socket, drained);
}

class HandleWatch implements SendWatch {
  queued = 0;
  readonly #socket: Socket;
  #outcome = 0;

  constructor(socket: Socket, handle: Handle, drained: () => void) {
    this.#socket = socket;
    const send = handle.send.bind(handle);
    const finished = () => {
      if (--this.queued === 0) drained();
    };
    handle.send = (request, list, count) => {
      const outcome = send(request, list, count, true);
      this.#outcome = outcome;
      if (outcome === 0) {
        this.queued++;
        request.oncomplete = finished;
      }
      return outcome;
    };
  }

  send(datagram: Uint8Array): number {
    this.#outcome = 0;
    this.#socket.send(datagram);
    return this.#outcome < 0 ? -this.#outcome : 0;
  }
}

class CallbackWatch implements SendWatch {
  readonly #socket: Socket;
  readonly #drained: () => void;
  #refused = 0;

  constructor(socket: Socket, drained: () => void) {
    this.#socket = socket;
    this.#drained = drained;
  }

  get queued(): number {
    return this.#socket.getSendQueueCount();
  }

  send(datagram: Uint8Array): number {
    const refused = this.#refused;
    this.#refused = 0;
    if (refused !== 0) return refused;
    this.#socket.send(datagram, (error) => {
      const errno = (error as NodeJS.ErrnoException | null)?.errno;
      if (errno !== undefined) this.#refused = Math.abs(errno);
      this.#drained();
    });
    return 0;
  }
}
