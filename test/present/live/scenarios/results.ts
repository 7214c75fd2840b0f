/** The result of a run, from the model of its probes. */
import type { RunResult, TransportResult } from '../../../../src/result/document/schema.ts';
import type { EffectiveSpec, RunSpec } from '../../../../src/result/spec.ts';
import type { Transport } from '../../../../src/units.ts';
import { latencyOf, MS, type Probe } from './probes.ts';

function packed(fates: string): string {
  return [...fates.matchAll(/(.)\1*/g)].map(([run, code]) => `${run.length}${code}`).join('');
}

export function transportResult(
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
