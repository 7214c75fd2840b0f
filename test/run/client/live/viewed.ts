/** A view that is told of made-up ledgers. */
import { Ledger } from '../../../../src/measure/ledger/ledger.ts';
import type { LedgerSnapshot } from '../../../../src/measure/ledger/ledger-data.ts';
import type { RunEvent, Snapshot } from '../../../../src/result/events/events.ts';
import { laneOf, serverLaneOf } from '../../../../src/run/client/live/lanes.ts';
import { LiveView } from '../../../../src/run/client/live/live-view.ts';
import type { Beside, LiveEvent, Said } from '../../../../src/run/client/live/reported.ts';
import type { TransportPlan } from '../../../../src/run/client/plan/effective.ts';
import { pack, packSaid } from '../../../../src/run/client/threads/packed-report.ts';
import { Packer } from '../../../../src/run/client/threads/packing.ts';
import type { Transport } from '../../../../src/units.ts';

export const SECOND = 1e9;

export const SIZE = 100;

/** A ledger of probes sent every 10 ms from 0 on, each answered 2 ms later, after `now`. */
export function ledgerAt(now: number, tcp = false): Ledger {
  const options = { flows: 1, lossThreshold: 3 * SECOND, interval: SECOND, start: 0, openLoop: true, tcp };
  const ledger = new Ledger(options);
  for (let number = 0; number * 10e6 <= now; number++) {
    ledger.sent(0, number, number * 10e6, number * 10e6);
    ledger.arrived(0, number, number * 10e6 + 2e6);
  }
  return ledger;
}

export const spec = { transports: ['tcp', 'udp'], threads: 2 } as const;

export const plan = (transport: Transport, clients = 1) =>
  ({
    transport,
    mode: 'echo',
    clients,
    rate: 100,
    size: SIZE,
    duration: 10 * SECOND,
    count: Infinity,
  }) as TransportPlan;

export const beside = (transport: Transport, clients = 1): Beside => ({
  event: 'beside',
  transport,
  plan: plan(transport, clients),
  connected: clients,
  measuredFrom: 0,
  plainEcho: false,
  warnings: [],
});

export function packed(ledger: LedgerSnapshot, now: number): Uint8Array {
  const into = new Packer();
  pack({ ledger, stream: null, phase: 'running', now, utilisation: 0.25, stalls: null, tcp: null }, into);
  return into.packed;
}

/** A view that is told of lanes as a ring would. */
export function viewed(clients = 1) {
  const view = new LiveView(spec);
  for (const transport of spec.transports) view.take(beside(transport, clients));
  const lanes = new Map<number, Uint8Array[]>();
  const put = (lane: number, part: Uint8Array): void => {
    lanes.set(lane, [...(lanes.get(lane) ?? []), part]);
  };
  return {
    view,
    report: (transport: Transport, worker: number, now: number): void =>
      put(laneOf(spec, transport, worker), packed(ledgerAt(now, transport === 'tcp').snapshot(now), now)),
    say: (transport: Transport, said: Said): void => {
      const into = new Packer();
      packSaid(said, into);
      put(serverLaneOf(spec, transport), into.packed);
    },
    put,
    look: (): RunEvent[] => {
      const events = view.look((lane) => lanes.get(lane) ?? []);
      lanes.clear();
      return events;
    },
  };
}

export const start = {
  event: 'start',
  transports: ['tcp', 'udp'],
  effective: { mode: 'echo', size: { tcp: SIZE, udp: SIZE } },
} as unknown as LiveEvent;

export const shown = (event: RunEvent | undefined): Snapshot => {
  if (event?.event !== 'snapshot') throw new Error(event?.event ?? 'none');
  return event.snapshot;
};
