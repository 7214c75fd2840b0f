/** A host is read no faster than what it says is shown: it cannot fill the memory of whoever pipes a chat somewhere slow. */
import type { Socket } from 'node:net';

export interface Reader {
  /** Whether whoever shows the events keeps up; if not, `drained` resolves when it does again. */
  readonly behind: boolean;
  drained(): Promise<void>;
}

export function readAtPace(socket: Socket, reader: Reader | undefined, take: (chunk: Buffer) => void): void {
  socket.on('data', (chunk: Buffer) => {
    take(chunk);
    if (reader?.behind !== true) return;
    socket.pause();
    void reader.drained().then(() => socket.resume());
  });
}
