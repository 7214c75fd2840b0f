/** The result of a simulated echo, put together as a real run does. */
import type { TransportResult } from '../../src/result/schema.ts';
import { assembleEcho } from '../../src/run/client/assemble/echo.ts';
import type { AssemblyInput } from '../../src/run/client/assemble/inputs.ts';
import { believed } from '../../src/run/client/assemble/ledger-check.ts';
import { SECOND } from '../../src/units.ts';
import type { EchoOutcome } from './world.ts';

export function assembled({ world, sender, summary, warmup, ledger }: EchoOutcome): TransportResult {
  const { transport, rate, count, size = 64, flows = 1, warmup: length } = world.scenario;
  const input = {
    plan: { transport, mode: 'echo', clients: flows, rate, count, size, interval: SECOND, warmup: length },
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
        },
        measured: summary,
        warmup,
      },
    ],
    workers: 1,
    ledger,
    plainEcho: false,
    completed: true,
    queueDrops: 0,
    perFlow: true,
    screen: false,
    clockResolution: null,
    link: null,
    warnings: [],
  } as unknown as AssemblyInput;
  return assembleEcho({ ...input, ...believed(ledger, input.plan, input.finished, 1), warnings: [] });
}
