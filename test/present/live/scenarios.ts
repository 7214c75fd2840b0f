/**
 * Synthetic runs for the screens: what a run would tell, computed from a small model of UDP and of TCP over a lossy link.
 * Seeded, without a clock, so that a frame is the same in every test.
 */

import type { RunResult, TransportResult, Warning } from '../../../src/result/document/schema.ts';
import type { LiveDirection, LiveLatency, Phase, RunEvent, Snapshot } from '../../../src/result/events.ts';
import { type FateRecord, type Impairment, NO_IMPAIRMENT } from '../../../src/result/impairment.ts';
import type { EffectiveSpec, RunSpec } from '../../../src/result/spec.ts';
import { trustOf } from '../../../src/result/trust.ts';
import type { Transport } from '../../../src/units.ts';

const MS = 1e6;
const STEP = 200 * MS;

export function specOf(transports: readonly Transport[], changes: Partial<RunSpec> = {}): RunSpec {
  return {
    transports: [...transports],
    target: null,
    mode: 'echo',
    clients: 1,
    rate: 100,
    arrivals: 'periodic',
    size: 64,
    duration: 10e9,
    count: null,
    warmup: 0,
    lossThreshold: 3e9,
    interval: 1e9,
    threads: 1,
    engine: 'auto',
    busyPoll: false,
    bind: null,
    family: 0,
    dscp: null,
    sendBuffer: null,
    receiveBuffer: null,
    nagle: false,
    congestionControl: null,
    impairment: null,
    seed: 1,
    perFlow: false,
    together: null,
    ownNetwork: false,
    asserts: [],
    ...changes,
  };
}

export function impairmentOf(loss: number, delay: number): Impairment {
  const one = { ...NO_IMPAIRMENT, loss, delay };
  return { up: one, down: one, profile: null, seed: 1 };
}

export function effectiveOf(spec: RunSpec): EffectiveSpec {
  const each = <T>(value: T): Record<string, T> =>
    Object.fromEntries(spec.transports.map((transport) => [transport, value]));
  return {
    ...spec,
    bitrate: null,
    rate: each(spec.rate ?? 100),
    size: each(spec.size ?? 64),
    warmup: spec.warmup ?? 0,
    together: spec.together ?? true,
    engine: 'portable',
    engineReason: '',
    limited: [],
    serverAddress: '127.0.0.1:5000',
  };
}

/** mulberry32: the same losses for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Probe {
  readonly sent: number;
  /** When its answer came; Infinity: never. */
  readonly answered: number;
  readonly code: string;
}

/** UDP: every probe for itself. */
function udpProbes(count: number, rate: number, loss: number, delay: number, random: () => number): Probe[] {
  return Array.from({ length: count }, (_, number) => {
    const sent = (number * 1e9) / rate;
    if (random() < loss) return { sent, answered: Number.POSITIVE_INFINITY, code: 'u' };
    if (random() < loss) return { sent, answered: Number.POSITIVE_INFINITY, code: 'n' };
    return { sent, answered: sent + 2 * delay + (0.1 + random() * 0.3) * MS, code: '.' };
  });
}

/** Until a lost segment is sent again: a round trip, three acknowledgements and a little. */
const AGAIN = 110 * MS;

/** TCP: a lost segment comes later, and everything behind it waits. */
function tcpProbes(count: number, rate: number, loss: number, delay: number, random: () => number): Probe[] {
  let free = 0;
  return Array.from({ length: count }, (_, number) => {
    const sent = (number * 1e9) / rate;
    const lost = random() < loss;
    const own = sent + 2 * delay + (0.1 + random() * 0.3) * MS + (lost ? AGAIN : 0);
    const waited = free > own;
    free = Math.max(free, own);
    return { sent, answered: free, code: waited ? 'h' : lost ? 'w' : '.' };
  });
}

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

function latencyOf(times: readonly number[]): LiveLatency {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number | null =>
    sorted.length === 0 ? null : sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
  return {
    count: sorted.length,
    p50: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
    p999: at(0.999),
    max: sorted.at(-1) ?? null,
  };
}

const BEHIND: Warning = {
  code: 'generator-behind',
  message: 'The generator fell behind: 61 of 100 probes/s were reached.',
  remedy: 'Use --threads 2 or lower --rate.',
  details: { achieved: 61, offered: 100 },
};

function snapshotAt(
  probes: readonly Probe[],
  transport: Transport,
  now: number,
  end: number,
  phase: Phase,
  saturated: boolean,
): Snapshot {
  const sent = probes.filter((probe) => probe.sent <= now);
  const back = sent.filter((probe) => probe.answered <= now);
  const lost = sent.filter((probe) => probe.answered === Number.POSITIVE_INFINITY && probe.sent + 3e9 <= now);
  const recent = back.filter((probe) => probe.answered > now - STEP);
  const from = Math.max(0, sent.length - 500);
  const fates = sent
    .slice(from)
    .map((probe) => (probe.answered <= now || lost.includes(probe) ? probe.code : '?'))
    .join('');
  const bins = Array.from({ length: 100 }, () => 0);
  for (const probe of back) bins[Math.floor(Math.log10(probe.answered - probe.sent) * 10)]!++;
  const rate = (sent.length * 1e9) / now;
  return {
    phase,
    elapsed: now,
    remaining: end - now,
    connected: 1,
    rate: { offered: saturated ? rate / 0.61 : rate, achieved: rate },
    sent: sent.length,
    received: back.length,
    lost: lost.length,
    late: 0,
    unresolved: sent.length - back.length - lost.length,
    duplicates: transport === 'tcp' ? null : 0,
    reordered: transport === 'tcp' ? null : 0,
    goodput: { up: null, down: null },
    up: directionOf(sent, 'u', transport),
    down: directionOf(
      sent.filter((probe) => probe.code !== 'u'),
      'n',
      transport,
    ),
    latencyKind: 'response',
    total: latencyOf(back.map((probe) => probe.answered - probe.sent)),
    recent: latencyOf(recent.map((probe) => probe.answered - probe.sent)),
    histogram: bins,
    generator: { utilisation: 0.04, sendLagP99: saturated ? 38 * MS : 0.04 * MS },
    holders: null,
    strip: { from, fates },
    tcp: transport === 'tcp' ? { retransmits: sent.filter((probe) => probe.code === 'w').length } : null,
    warnings: saturated ? [BEHIND] : [],
    trust: trustOf(saturated ? [BEHIND] : []),
  };
}

function directionOf(sent: readonly Probe[], code: string, transport: Transport): LiveDirection {
  const lost = sent.filter((probe) => probe.code === code).length;
  const known = transport === 'tcp' ? null : 0;
  return { sent: sent.length, received: sent.length - lost, lost, duplicates: known, reordered: known };
}

/** Two packets a probe; a lost TCP segment is dropped once and sent again. */
function packetsAt(
  probes: readonly Probe[],
  transport: Transport,
  from: number,
  to: number,
  delay: number,
): RunEvent {
  const packets: FateRecord[] = [];
  const add = (
    time: number,
    direction: 'up' | 'down',
    number: number,
    lost: boolean,
    of?: number,
  ): number => {
    if (time <= from || time > to) return 0;
    const index = number * 8 + (direction === 'down' ? 4 : 0) + (of === undefined ? 0 : 1);
    packets.push({
      time,
      direction,
      protocol: transport,
      source: direction === 'up' ? '10.0.0.1:40000' : '10.0.0.2:5000',
      destination: direction === 'up' ? '10.0.0.2:5000' : '10.0.0.1:40000',
      bytes: 92,
      fate: lost ? 'lost' : 'delivered',
      index,
      ...(lost ? {} : { deliveredAt: time + delay }),
      ...(transport === 'udp' ? { probe: { flow: 0, number, warmup: false } } : {}),
      ...(transport === 'tcp'
        ? {
            tcp: {
              seq: 1 + number * 64,
              ack: 1,
              flags: 'PA',
              length: 64,
              ...(of === undefined ? {} : { retransmissionOf: of }),
            },
          }
        : {}),
    });
    return index;
  };
  probes.forEach((probe, number) => {
    const dropped = transport === 'tcp' ? probe.code === 'w' : probe.code === 'u';
    add(probe.sent + 1, 'up', number, dropped);
    if (transport === 'tcp' && dropped) add(probe.sent + AGAIN, 'up', number, false, number * 8);
    if (!dropped) add(probe.sent + delay, 'down', number, transport === 'udp' && probe.code === 'n');
  });
  packets.sort((a, b) => a.time - b.time);
  return { event: 'packets', packets, skipped: 0 };
}

function packed(fates: string): string {
  return [...fates.matchAll(/(.)\1*/g)].map(([run, code]) => `${run.length}${code}`).join('');
}

function transportResult(
  probes: readonly Probe[],
  transport: Transport,
  spec: RunSpec,
  seconds: number,
): TransportResult {
  const lost = probes.filter((probe) => probe.answered === Number.POSITIVE_INFINITY).length;
  const times = probes.filter((probe) => probe.answered < Number.POSITIVE_INFINITY);
  const latency = latencyOf(times.map((probe) => probe.answered - probe.sent));
  const again = probes.filter((probe) => probe.code === 'w').length;
  const distribution = {
    ...latency,
    min: latency.p50,
    mean: latency.p50,
    stdDev: null,
    p75: latency.p50,
    p95: latency.p90,
    p9999: latency.max,
    confidence95: null,
    histogram: '',
  };
  return {
    transport,
    mode: spec.mode,
    clients: 1,
    engine: 'portable',
    durationSeconds: seconds,
    rate: { offered: 100, achieved: 100 },
    warmup: null,
    probes: {
      sent: probes.length,
      received: probes.length - lost,
      lost,
      late: 0,
      duplicates: transport === 'tcp' ? null : 0,
      reordered: transport === 'tcp' ? null : 0,
      corrupt: null,
      foreign: null,
      refused: {},
      errors: 0,
    },
    bytes: { sent: probes.length * 64, received: (probes.length - lost) * 64 },
    goodput: { up: 51_200, down: 51_200 },
    loss: {
      ratio: lost / probes.length,
      confidence95: null,
      confidenceMethod: null,
      up: null,
      down: null,
      runLengths: {},
    },
    reordering: null,
    jitter: { roundTrip: null, up: null, down: null },
    ipdv: null,
    delayVariation: null,
    latency: { response: distribution, service: distribution, sendLag: null, blocked: null },
    connect: null,
    tcp: transport === 'tcp' ? { retransmits: again, up: null, down: null } : null,
    intervals: [],
    flows: null,
    delivery: { probes: probes.length, fates: packed(probes.map((probe) => probe.code).join('')) },
    quality: {
      generator: { utilisation: 0.04, sendLagP99: 0.04 * MS, saturated: false },
      timestampSource: 'user',
      clockResolution: null,
      screen: true,
      warnings: [],
    },
    link: null,
  };
}

export function resultOf(
  spec: RunSpec,
  effective: EffectiveSpec | null,
  transports: readonly TransportResult[],
  ending: RunResult['ending'],
): RunResult {
  return {
    schema: 'sockbench.result/1',
    tool: { name: 'sockbench', version: '0.0.0' },
    startedAt: '2026-01-01T00:00:00Z',
    command: [],
    host: { os: 'linux', kernel: '6', cpu: 'x', cores: 2, memoryBytes: 1e9, runtime: 'node 20' },
    spec,
    effective,
    ending,
    transports: [...transports],
    asserts: [],
  };
}
