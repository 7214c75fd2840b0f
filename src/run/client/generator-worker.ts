/** The thread of one generator: sockets, timers and histograms live here, away from screen and files. */
import { parentPort, workerData } from 'node:worker_threads';
import { SockbenchError } from '../../errors.ts';
import { GeneratorRun } from './generator-run.ts';
import type { Failure, GeneratorSetup, ToWorker } from './worker-protocol.ts';

const port = parentPort!;

function failureOf(error: unknown): Failure {
  if (error instanceof SockbenchError) {
    return { code: error.code, operation: error.operation, details: error.details };
  }
  return { code: 'internal', operation: 'generate', details: { reason: String(error) } };
}

const run = new GeneratorRun(workerData as GeneratorSetup, (message) => port.postMessage(message));
port.on('message', (message: ToWorker) => run.take(message));

/** A mistake of our own in the middle of a run: what was measured until then is reported all the same. */
process.on('uncaughtException', (error: Error) => {
  port.postMessage({
    type: 'failed',
    failure: { code: 'worker-died', operation: 'generate', details: { reason: String(error) } },
  });
  run.take({ type: 'stop' });
});

try {
  await run.open();
} catch (error) {
  port.postMessage({ type: 'failed', failure: failureOf(error) });
  await run.close();
  port.close();
}
