/** What a generator tells at its end beside its ledger. */
import type { HistogramData } from '../../../measure/histogram.ts';
import type { Port, TcpInfo } from '../../../net/port.ts';
import { Sender } from '../../../session/sender.ts';
import type { StreamClient } from '../../../session/stream/client.ts';
import type { TransportPlan } from '../plan/effective.ts';
import type { FromWorker, GeneratorReport } from '../threads/protocol.ts';
import { flowDrops } from './flow-drops.ts';

export type Finished = Extract<FromWorker, { type: 'finished' }>;

interface Around {
  readonly now: number;
  readonly utilisation: number | null;
  readonly tcp: readonly TcpInfo[] | null;
  readonly resent: readonly number[] | null;
  readonly connects: HistogramData;
  readonly repeatedSyns: number | null;
  readonly opened: number | null;
}

function reportOf(
  engine: Sender | StreamClient,
  port: Port,
  plan: TransportPlan,
  { now, connects, ...told }: Around,
): GeneratorReport {
  const planned = engine.measuredFrom + plan.duration;
  const active = Number.isFinite(engine.lastActivity) ? engine.lastActivity : now;
  return {
    ...told,
    timestampSource: port.capabilities.timestampSource,
    measuredFrom: engine.measuredFrom,
    endedAt: Math.min(planned, Math.max(engine.measuredFrom, active)),
    stalled: engine.stalled,
    stalls: engine.stalls.data(),
    endedFlows: engine.endedFlows,
    silence: engine.silenceData(now),
    drops: flowDrops(port, plan),
    connects: plan.transport === 'tcp' ? connects : null,
    wrong: engine instanceof Sender ? (engine.answers?.data() ?? null) : null,
    bytesSent: engine.bytesSent,
    bytesReceived: engine.bytesReceived,
  };
}

/** Its ledgers closed, with its report. */
export function finishedOf(
  engine: Sender | StreamClient,
  port: Port,
  plan: TransportPlan,
  around: Around,
): Finished {
  const { now } = around;
  const report = reportOf(engine, port, plan, around);
  if (!(engine instanceof Sender)) {
    const stream = engine.summary(now);
    return { type: 'finished', measured: null, warmup: null, stream, goodput: null, report };
  }
  const warmup = engine.warmup?.close() ?? null;
  const goodput = engine.goodput.data(now);
  return { type: 'finished', measured: engine.measured.close(now), warmup, stream: null, goodput, report };
}
