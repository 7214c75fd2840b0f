/** Runs in virtual time on the memory network, as the conductor makes them: for experiments whose truth is known. */
import type { Runner } from '../../src/experiment/contract.ts';
import type { RunHandle } from '../../src/library/run.ts';
import { type RunRequest, specOf } from '../../src/library/spec.ts';
import type { RunResult } from '../../src/result/document/schema.ts';
import type { RunEvent } from '../../src/result/events/events.ts';
import { documentOf } from '../../src/run/client/document.ts';
import { assembled } from '../simulation/assembled.ts';
import type { Scenario } from '../simulation/scenario.ts';
import { runEcho } from '../simulation/world.ts';

/** @param network what the n-th run meets */
export function memoryRunner(network: (made: number) => Scenario['network']): Runner {
  let made = 0;
  return (request, signal) => handleOf(simulated(request, network(made++)), signal);
}

async function simulated(request: RunRequest, network: Scenario['network']): Promise<RunResult> {
  const spec = specOf(request);
  const transport = spec.transports[0]!;
  const { rate, size, duration, count } = spec;
  const outcome = await runEcho({
    transport,
    network,
    rate: rate === 'max' ? null : (rate ?? 1000),
    ...(size === null ? {} : { size }),
    ...(duration === null ? {} : { duration }),
    ...(count === null ? {} : { count }),
  });
  return documentOf({
    version: '0.0.0',
    command: [],
    startedAt: new Date(0).toISOString(),
    spec,
    effective: null,
    transports: [assembled(outcome)],
    interrupted: false,
    failure: undefined,
  });
}

export function handleOf(result: Promise<RunResult>, signal?: AbortSignal): RunHandle {
  async function* events(): AsyncGenerator<RunEvent> {
    if (signal?.aborted !== true) yield { event: 'result', result: await result };
  }
  return { result, stop: () => {}, [Symbol.asyncIterator]: events };
}
