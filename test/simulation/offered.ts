/** What engines and a server offer when nothing holds them back: probes and bytes, in virtual time. */
import type { RunSpec } from '../../src/result/spec.ts';
import { engineOf } from '../../src/run/client/generator/engine-of.ts';
import type { TransportPlan } from '../../src/run/client/plan/effective.ts';
import { shareOf } from '../../src/run/client/plan/share.ts';
import { requestOf } from '../../src/run/client/plan/terms.ts';
import { EMBEDDED_LIMITS, grantFor } from '../../src/run/server/admission/limits.ts';
import { SessionMachine } from '../../src/run/server/session/machine.ts';
import type { Engine } from '../../src/session/engine.ts';
import type { Nanos } from '../../src/units.ts';
import { Batch, HEADER_BYTES, SENT } from '../../src/wire/batch.ts';
import { FLAG_WARMUP, PROTOCOL_VERSION, readFlags } from '../../src/wire/header.ts';
import { identity } from '../run/client/usual-plan.ts';

const START = 1e9;

interface Moved {
  probes: number;
  bytes: number;
}

/** Plays an engine to the end of its sending; each flow takes whatever is offered. */
function play(engine: Engine, until: number): Moved {
  const moved: Moved = { probes: 0, bytes: 0 };
  const out = new Batch(64);
  for (let now = 0; now < until; ) {
    out.clear();
    const next = engine.poll(now as Nanos, out);
    for (let i = 0; i < out.count; i++) {
      out.time[i] = now;
      out.status[i] = SENT;
      if ((readFlags(out.view, i * HEADER_BYTES) & FLAG_WARMUP) !== 0) continue;
      moved.probes++;
      moved.bytes += out.length[i]!;
    }
    if (out.count > 0) engine.sent(out);
    now = out.count > 0 ? now : Math.max(now + 1, next);
  }
  return moved;
}

function sum(parts: readonly Moved[]): Moved {
  return parts.reduce((all, part) => ({
    probes: all.probes + part.probes,
    bytes: all.bytes + part.bytes,
  }));
}

/** What the client sends in the measured part; null where it sends nothing. */
export function sentUp(spec: RunSpec, plan: TransportPlan): Moved | null {
  if (plan.mode === 'down') return null;
  const workers = Math.min(spec.threads, plan.clients);
  const end = START + plan.warmup + plan.duration + 1e6;
  return sum(
    Array.from({ length: workers }, (_, worker) => {
      const place = worker / workers;
      const setup = {
        plan: shareOf(plan, worker, workers),
        worker,
        place,
        token: 'ab',
        offset: null,
        arrivalsUnsure: false,
      };
      const engine = engineOf(setup, { ...identity, size: plan.size }, START, () => true);
      return play(engine, end);
    }),
  );
}

/** What the server sends of its own; null where it only answers. */
export function sentDown(spec: RunSpec, plan: TransportPlan): Moved | null {
  if (plan.mode !== 'down' && plan.mode !== 'both') return null;
  const place = { address: '10.0.0.1', port: 1, shown: '', control: null, nonce: null, datagramBuffer: null };
  const request = requestOf(spec, plan, place, 'test');
  const hello = { type: 'hello' as const, version: PROTOCOL_VERSION, nonce: '0'.repeat(32), ...request };
  const { granted, ceiling } = grantFor(hello, EMBEDDED_LIMITS);
  const machine = new SessionMachine(
    {
      token: { high: 1, low: 2 },
      epoch: 0n,
      hello,
      granted,
      ceiling,
      memory: 2 ** 20,
      longest: granted.duration!,
      spare: 1024,
      macKey: null,
      stray: () => {},
      done: () => {},
      failed: () => {},
      fault: (error) => {
        throw error;
      },
    },
    null,
    { writable: () => true, reopen: () => {}, ended: () => {}, done: () => {}, receiveBuffer: () => null },
  );
  machine.start(START);
  return play(machine, START + plan.warmup + plan.duration + 1e6);
}
