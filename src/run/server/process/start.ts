/** Starts a server in a thread of its own, and passes on what it tells. */
import { Worker } from 'node:worker_threads';
import { SockbenchError } from '../../../errors.ts';
import type { ServerEvent } from '../../../result/events/server-events.ts';
import type { Details, ErrorCode } from '../../../words/index.ts';
import { failureOf } from '../../thread-failure.ts';
import type { Emit, ServerOptions } from '../options.ts';

export type FromWorker =
  | { readonly event: ServerEvent }
  | { readonly port: number }
  | { readonly closed: true }
  | { readonly failed: { code: ErrorCode; operation: string; details: Details } };

export interface RunningServer {
  readonly port: number;
  /** Tells every client, closes every socket, ends the thread. */
  stop(): Promise<void>;
  /** Resolves when the thread has ended by `stop`; rejects where it ended by itself. */
  readonly ended: Promise<void>;
}

/** Longer than a server takes to say goodbye. */
const STOP_MS = 3000;

/** @throws SockbenchError where it cannot listen */
export function startServer(options: ServerOptions, emit: Emit): Promise<RunningServer> {
  const worker = new Worker(new URL('./server-worker.js', import.meta.url), { workerData: options });
  let stopping = false;
  const ended = new Promise<void>((resolve, reject) => {
    worker.once('error', (cause) =>
      reject(failureOf('worker-died', 'serve', { reason: cause.message }, cause)),
    );
    worker.once('exit', (status) => {
      if (stopping) resolve();
      else reject(new SockbenchError('worker-died', 'serve', { reason: `status ${status}` }));
    });
  });
  const stop = async () => {
    if (!stopping) {
      stopping = true;
      worker.postMessage('stop');
      setTimeout(() => void worker.terminate(), STOP_MS).unref();
    }
    await ended;
  };
  return new Promise((resolve, reject) => {
    ended.catch(reject);
    worker.on('message', (message: FromWorker) => {
      if ('event' in message) emit(message.event);
      else if ('port' in message) resolve({ port: message.port, stop, ended });
      else if ('closed' in message) void worker.terminate();
      else {
        const { code, operation, details } = message.failed;
        stopping = true;
        void worker.terminate();
        reject(failureOf(code, operation, details));
      }
    });
  });
}
