/** What a generator tells of itself while it runs. */
import { Sender } from '../../../session/sender.ts';
import type { StreamClient } from '../../../session/stream/client.ts';
import type { GeneratorSnapshot } from '../live/reported.ts';

/** @param now ns since the epoch; what its ledger counts as recent begins anew */
export function snapshotOf(
  engine: Sender | StreamClient,
  now: number,
  known: Pick<GeneratorSnapshot, 'utilisation' | 'tcp'>,
): GeneratorSnapshot {
  const phase = now < engine.measuredFrom ? 'warmup' : engine.draining(now) ? 'draining' : 'running';
  const ledger = engine instanceof Sender ? engine.measured.snapshot(now) : null;
  const stream =
    engine instanceof Sender
      ? null
      : { ...engine.counts(), down: engine.goodput(now), sendLag: engine.sendLag };
  return { ledger, stream, phase, now, stalls: engine.stalls.data(), ...known };
}
