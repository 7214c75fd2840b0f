/**
 * An accepted connection read into a buffer of ours, as `onread` allows for connections that a client makes: nothing is
 * allocated for each read, which is a third of the cost of a small message.
 *
 * node:net offers no `onread` to servers, but builds its accepted sockets from a handle, and so does this. Where a future
 * Node hides the handle, the connection is read with 'data' events.
 */
import { type OnReadOpts, Socket, type SocketConstructorOpts } from 'node:net';

type HandleOptions = SocketConstructorOpts & { handle: object; onread: OnReadOpts };

/** @returns the socket to use from now on: another one, which took the handle over, or `socket` itself */
export function readInto(
  socket: Socket,
  buffer: Buffer,
  take: (bytes: Uint8Array, length: number) => void,
): Socket {
  const owner = socket as unknown as { _handle?: { readStop?: unknown } | null };
  const handle = owner._handle;
  if (typeof handle !== 'object' || handle === null || typeof handle.readStop !== 'function')
    return plainly(socket, take);
  // What Node read ahead while the connection was paused.
  for (let ahead = socket.read() as Buffer | null; ahead !== null; ahead = socket.read() as Buffer | null)
    take(ahead, ahead.length);
  owner._handle = null;
  const options: HandleOptions = {
    handle,
    readable: true,
    writable: true,
    onread: {
      buffer,
      callback: (length, bytes) => {
        take(bytes, length);
        return true;
      },
    },
  };
  const quick = new Socket(options);
  // Without its handle it has nothing to close; its server counts it no longer.
  socket
    .removeAllListeners('error')
    .on('error', () => {})
    .destroy();
  return quick;
}

function plainly(socket: Socket, take: (bytes: Uint8Array, length: number) => void): Socket {
  socket.on('data', (chunk: Buffer) => take(chunk, chunk.length));
  return socket;
}
