/** A bus across processes of one machine: each child has a guest on the parent's hub, over its IPC channel. */
import type { ChildProcess } from 'node:child_process';
import { type Bus, type Listener, Listeners } from './bus.ts';
import type { MemoryHub } from './memory.ts';

/** What a child's end of the channel says, and hears. */
export type PipeMessage =
  | { readonly subscribe: string }
  | { readonly subject: string; readonly bytes: Uint8Array };

const isPublished = (message: PipeMessage): message is Extract<PipeMessage, { bytes: unknown }> =>
  'subject' in message;

/** The parent's end: what the child says is said on the hub, and what it listens for is sent to it. */
export function connectChild(hub: MemoryHub, child: ChildProcess): void {
  const guest = hub.connect();
  child.on('message', (message: PipeMessage) => {
    if (isPublished(message)) guest.publish(message.subject, message.bytes);
    else
      guest.subscribe(message.subscribe, (bytes, subject) => {
        if (child.connected) child.send({ subject, bytes } satisfies PipeMessage);
      });
  });
  child.once('exit', () => void guest.close());
}

/** The child's end. */
export class PipeBus implements Bus {
  readonly #listeners = new Listeners();
  readonly #onMessage = (message: unknown): void => {
    const told = message as PipeMessage;
    if (isPublished(told)) this.#listeners.tell(told.subject, told.bytes);
  };

  constructor() {
    process.on('message', this.#onMessage);
  }

  publish(subject: string, bytes: Uint8Array): void {
    if (process.connected) process.send!({ subject, bytes } satisfies PipeMessage);
  }

  subscribe(subject: string, listener: Listener): void {
    if (this.#listeners.add(subject, listener)) process.send!({ subscribe: subject } satisfies PipeMessage);
  }

  /** The channel ends with the coordinator, and this process with it. */
  onAway(): void {}

  close(): Promise<void> {
    process.off('message', this.#onMessage);
    return Promise.resolve();
  }
}
