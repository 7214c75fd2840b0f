/** What a synthetic run was asked to do. */
import { type Impairment, NO_IMPAIRMENT } from '../../../../src/result/impairment.ts';
import type { EffectiveSpec, RunSpec } from '../../../../src/result/spec.ts';
import type { Transport } from '../../../../src/units.ts';

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
