/** Results of simulated runs, put together as a real run does. */
import type { TransportResult } from '../../src/result/document/schema.ts';
import { assembleEcho } from '../../src/run/client/assemble/echo/echo.ts';
import type { AssemblyInput } from '../../src/run/client/assemble/inputs.ts';
import { believed } from '../../src/run/client/assemble/ledger-check.ts';
import { SECOND } from '../../src/units.ts';
import type { Scenario } from './scenario.ts';
import type { EchoOutcome, StreamOutcome } from './world.ts';

/** Nothing happened to the rest of the machine. */
const QUIET = { peerEndedAt: null, linkDown: [], processorTaken: { throttled: null, stolen: null } };

function planOf({
  transport,
  rate,
  count,
  size = 64,
  flows = 1,
  warmup = 0,
  duration,
  lossThreshold,
  arrivals,
  perProbe,
}: Scenario) {
  return {
    transport,
    clients: flows,
    rate: rate ?? 'max',
    duration: duration ?? 10 * SECOND,
    count: count ?? Number.POSITIVE_INFINITY,
    size,
    interval: SECOND,
    warmup,
    lossThreshold: lossThreshold ?? SECOND,
    arrivals: arrivals ?? 'periodic',
    perProbe,
  };
}

export function assembled(
  { world, sender, summary, goodput, warmup, ledger }: EchoOutcome,
  changes: Partial<AssemblyInput> = {},
): TransportResult {
  const { flows = 1 } = world.scenario;
  const input = {
    plan: { ...planOf(world.scenario), mode: 'echo' },
    engine: 'memory',
    finished: [
      {
        report: {
          measuredFrom: sender.measuredFrom,
          endedAt: summary.lastSent,
          utilisation: null,
          timestampSource: 'virtual',
          tcp: null,
          drops: Array.from({ length: flows }, () => 0),
          connects: null,
          silence: sender.silenceData(world.network.time.now),
          resent: [],
        },
        measured: summary,
        goodput,
        warmup,
      },
    ],
    workers: 1,
    ledger,
    plainEcho: false,
    completed: true,
    clocks: { basis: 'none', wall: null },
    queueDrops: 0,
    perFlow: true,
    screen: false,
    clockResolution: null,
    link: null,
    warnings: [],
    ...QUIET,
  } as unknown as AssemblyInput;
  return assembleEcho({
    ...input,
    ...believed(ledger, input.plan, input.finished, 1),
    warnings: [],
    ...changes,
  });
}

/** What a run hands to the assembly of a simulated one-way stream. */
export function streamInput({ world, client, summary, ledger }: StreamOutcome, changes = {}): AssemblyInput {
  const { mode, flows = 1 } = world.scenario;
  const input = {
    plan: { ...planOf(world.scenario), mode },
    engine: 'memory',
    finished: [
      {
        report: {
          measuredFrom: client.measuredFrom,
          endedAt: client.lastActivity,
          utilisation: null,
          timestampSource: 'virtual',
          tcp: null,
          drops: Array.from({ length: flows }, () => 0),
          connects: null,
          silence: client.silenceData(world.network.time.now),
          resent: [],
        },
        stream: summary,
      },
    ],
    workers: 1,
    ledger,
    plainEcho: false,
    completed: true,
    clocks: { basis: 'none', wall: null },
    queueDrops: 0,
    perFlow: true,
    screen: false,
    clockResolution: null,
    link: null,
    warnings: [],
    ...QUIET,
  } as unknown as AssemblyInput;
  return { ...input, ...believed(ledger, input.plan, input.finished, 1), ...changes };
}
