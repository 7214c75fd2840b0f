/** The thread of `serve`: all its sockets and all its measuring, away from the screen. */
import { parentPort, workerData } from 'node:worker_threads';
import { SockbenchError } from '../../../errors.ts';
import type { ServerOptions } from '../options.ts';
import { Server } from '../server.ts';
import type { FromWorker } from './start.ts';

const tell = (message: FromWorker) => parentPort!.postMessage(message);

try {
  const server = await Server.start(workerData as ServerOptions, (event) => tell({ event }));
  parentPort!.once('message', () => {
    void server.close().then(() => tell({ closed: true }));
  });
  tell({ port: server.port });
} catch (error) {
  if (error instanceof SockbenchError) {
    const { code, operation, details } = error;
    tell({ failed: { code, operation, details } });
  } else throw error;
}
