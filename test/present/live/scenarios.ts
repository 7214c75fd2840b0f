/**
 * Synthetic runs for the screens: what a run would tell, computed from a small model of UDP and of TCP over a lossy link.
 * Seeded, without a clock, so that a frame is the same in every test.
 */
import type { RunEvent } from '../../../src/result/events/events.ts';
import type { RunSpec } from '../../../src/result/spec.ts';
import type { Transport } from '../../../src/units.ts';
import { packetsAt } from './scenarios/packets.ts';
import { MS, randomFrom, tcpProbes, udpProbes } from './scenarios/probes.ts';
import { resultOf, transportResult } from './scenarios/results.ts';
import { STEP, snapshotAt } from './scenarios/snapshots.ts';
import { effectiveOf, impairmentOf, specOf } from './scenarios/spec.ts';

export { randomFrom } from './scenarios/probes.ts';
export { resultOf } from './scenarios/results.ts';
export { effectiveOf, impairmentOf, specOf } from './scenarios/spec.ts';

export interface Scenario {
  readonly spec: RunSpec;
  readonly events: readonly RunEvent[];
}

export interface ScenarioOptions {
  readonly transports: readonly Transport[];
  readonly loss?: number;
  readonly delay?: number;
  readonly rate?: number;
  readonly seconds?: number;
  readonly saturated?: boolean;
  readonly spec?: Partial<RunSpec>;
  readonly packets?: boolean;
}

/** The whole stream of a run: start, snapshots and packets, result. */
export function scenario(options: ScenarioOptions): Scenario {
  const { transports, loss = 0, delay = 0, rate = 100, seconds = 10 } = options;
  const impairment = loss > 0 || delay > 0 ? impairmentOf(loss, delay) : null;
  const spec = specOf(transports, { rate, duration: seconds * 1e9, impairment, ...options.spec });
  const effective = effectiveOf(spec);
  const count = Math.round(rate * seconds);
  const path = delay > 0 ? delay : 0.04 * MS;
  const probes = new Map(
    transports.map((transport) => [
      transport,
      (transport === 'tcp' ? tcpProbes : udpProbes)(count, rate, loss, path, randomFrom(spec.seed + 1)),
    ]),
  );
  const events: RunEvent[] = [
    {
      event: 'start',
      startedAt: '2026-01-01T00:00:00Z',
      spec,
      effective,
      transports: [...transports],
      warnings: [],
    },
  ];
  const saturated = options.saturated ?? false;
  for (let now = STEP; now <= seconds * 1e9; now += STEP) {
    for (const transport of transports) {
      const snapshot = snapshotAt(
        probes.get(transport)!,
        transport,
        now,
        seconds * 1e9,
        'running',
        saturated,
      );
      events.push({ event: 'snapshot', transport, snapshot });
    }
    if (options.packets ?? impairment !== null)
      for (const transport of transports)
        events.push(packetsAt(probes.get(transport)!, transport, now - STEP, now, path));
  }
  const results = transports.map((transport) =>
    transportResult(probes.get(transport)!, transport, spec, seconds),
  );
  events.push({ event: 'result', result: resultOf(spec, effective, results, { status: 'completed' }) });
  return { spec, events };
}
