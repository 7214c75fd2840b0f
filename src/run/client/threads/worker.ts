/**
 * The thread of one generator at a time: sockets, timers and histograms live here, away from screen and files. It outlives
 * its run (generator-threads.ts).
 */
import { parentPort, workerData } from 'node:worker_threads';
import { SockbenchError } from '../../../errors.ts';
import { collectGarbage } from '../../garbage.ts';
import { linuxAhead } from '../generator/create-port.ts';
import { Rehearsals } from '../generator/rehearsals.ts';
import { GeneratorRun } from '../generator/run.ts';
import type { Birth } from './idle.ts';
import type { Failure, FromWorker, GeneratorSetup, ToWorker } from './protocol.ts';

const port = parentPort!;
const tell = (message: FromWorker): void => port.postMessage(message);
let run: GeneratorRun | undefined;
const rehearsals = new Rehearsals();

function failureOf(error: unknown): Failure {
  if (error instanceof SockbenchError) {
    return { code: error.code, operation: error.operation, details: error.details };
  }
  return { code: 'internal', operation: 'generate', details: { reason: String(error) } };
}

async function begin(setup: GeneratorSetup): Promise<void> {
  const begun = new GeneratorRun(setup, tell, rehearsals);
  run = begun;
  try {
    await begun.open();
  } catch (error) {
    if (run === begun) tell({ type: 'failed', failure: failureOf(error) });
    await begun.close();
  }
}

async function close(): Promise<void> {
  const closing = run;
  run = undefined;
  await closing?.close();
  collectGarbage();
  tell({ type: 'closed' });
}

port.on('message', (message: ToWorker) => {
  if (message.type === 'setup') void begin(message.setup);
  // Whether it worked is asked when it is needed.
  else if (message.type === 'rehearse') rehearsals.of(message.setup).catch(() => {});
  else if (message.type === 'close') void close();
  else run?.take(message);
});

/** A mistake of our own in the middle of a run: what was measured until then is reported all the same. */
process.on('uncaughtException', (error: Error) => {
  tell({
    type: 'failed',
    failure: { code: 'worker-died', operation: 'generate', details: { reason: String(error) } },
  });
  run?.take({ type: 'stop' });
});

if ((workerData as Birth).ahead) linuxAhead();
