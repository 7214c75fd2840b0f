/** What agents measure, simulated: the parts that they hand over, what they tell each second, and the truth of both. */
import * as v from 'valibot';

import { partOf } from '../../src/fleet/merge/shift.ts';
import { pack } from '../../src/fleet/protocol/packed.ts';
import { specOf } from '../../src/library/spec.ts';
import type { LedgerMoment, LedgerSummary } from '../../src/measure/ledger/ledger-data.ts';
import type { RunSpec } from '../../src/result/spec.ts';
import type { AssemblyInput } from '../../src/run/client/assemble/inputs.ts';
import type { SoFar } from '../../src/run/client/concert.ts';
import { errnoName } from '../../src/run/client/generator/errno.ts';
import { momentOf } from '../../src/run/client/generator/moment.ts';
import { planTransport } from '../../src/run/client/plan/effective.ts';
import { Sender } from '../../src/session/sender.ts';
import { SECOND } from '../../src/units.ts';
import { ServerLedgerSchema } from '../../src/wire/told.ts';
import type { Scenario } from '../simulation/scenario.ts';
import { simulate } from '../simulation/simulate.ts';
import { World } from '../simulation/world.ts';

export interface MeasuredEcho {
  readonly spec: RunSpec;
  readonly summary: LedgerSummary;
  readonly input: AssemblyInput;
  readonly part: string;
  /** By second, from the first on. */
  readonly moments: readonly { readonly packed: string; readonly ledger: LedgerMoment }[];
}

/** An agent's share of a UDP echo, over a path of its own. */
export async function measureEcho(
  scenario: Omit<Scenario, 'transport'> & { readonly duration: number },
): Promise<MeasuredEcho> {
  const world = new World({ transport: 'udp', ...scenario });
  await world.connect();
  const { flows = 1, rate, duration } = scenario;
  const spec = specOf({
    transports: ['udp'],
    clients: flows,
    rate: rate as number,
    duration,
    warmup: 0,
    lossThreshold: SECOND,
    seed: scenario.seed ?? 1,
  });
  const { identity, pace } = world;
  const options = { identity, pace, closedLoop: false, lossThreshold: SECOND, interval: SECOND };
  const sender = new Sender({ ...options, tcp: false, plainEcho: false, errnoName }, (flow) =>
    world.client.writable(flow),
  );
  const parties = [world.clientParty(sender), world.serverParty()];
  const { time } = world.network;
  const moments = [];
  for (let second = 1; second * SECOND <= duration; second++) {
    simulate(
      time,
      parties,
      () => sender.finished || time.now >= world.start + second * SECOND,
      Number.MAX_SAFE_INTEGER,
    );
    const moment = momentOf(sender, time.now);
    const soFar: SoFar = { transport: 'udp', moment, server: null };
    moments.push({ packed: pack(soFar), ledger: moment.ledger! });
  }
  simulate(time, parties, () => sender.finished, Number.MAX_SAFE_INTEGER);
  const summary = sender.measured.close();
  const input: AssemblyInput = {
    plan: planTransport(spec, 'udp'),
    engine: 'portable',
    finished: [
      {
        type: 'finished',
        measured: summary,
        warmup: null,
        stream: null,
        goodput: sender.goodput.data(time.now),
        report: {
          utilisation: 0.1,
          timestampSource: 'virtual',
          measuredFrom: sender.measuredFrom,
          endedAt: summary.lastSent,
          stalled: false,
          stalls: sender.stalls.data(),
          endedFlows: 0,
          silence: sender.silenceData(time.now),
          tcp: null,
          resent: null,
          drops: Array.from({ length: flows }, () => 0),
          connects: null,
          repeatedSyns: null,
          opened: flows,
          wrong: null,
          bytesSent: sender.bytesSent,
          bytesReceived: sender.bytesReceived,
        },
      },
    ],
    workers: 1,
    ledger: v.parse(ServerLedgerSchema, world.ledger()),
    plainEcho: false,
    completed: true,
    cutShort: false,
    perFlow: false,
    screen: false,
    clockResolution: null,
    link: null,
    clocks: { basis: 'none', wall: null },
    warnings: [],
    peerEndedAt: null,
    linkDown: [],
    queueDrops: 0,
    processorTaken: { throttled: null, stolen: null },
  };
  return { spec, summary, input, part: pack(partOf(input)), moments };
}
