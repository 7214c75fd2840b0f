/** Stalls as drivers see them, in a time of its own. */
import { describe, expect, it } from 'vitest';
import { StallWatch } from '../../../src/run/drivers/driver.ts';
import type { Engine } from '../../../src/session/engine.ts';
import type { Nanos } from '../../../src/units.ts';

function watched(grace?: number) {
  const seen: [number, number][] = [];
  const engine = { stood: (from: Nanos, to: Nanos) => seen.push([from, to]) } as unknown as Engine;
  return { seen, watch: new StallWatch(engine, grace) };
}

describe('a thread that stood still', () => {
  it('came more than a millisecond later than it wanted to, beyond what its sleeps are long', () => {
    for (const [grace, late] of [
      [0, 1.1e6],
      [1e6, 2.1e6],
    ] as const) {
      const { seen, watch } = watched(grace);
      watch.expected = 5e6;
      watch.awake((5e6 + late - 0.2e6) as Nanos);
      expect(seen).toEqual([]);
      watch.awake((5e6 + late) as Nanos);
      expect(seen).toEqual([[5e6, 5e6 + late]]);
    }
  });

  it('before it was asked to do anything, is none', () => {
    const { seen, watch } = watched();
    watch.awake(1e12 as Nanos);
    expect(seen).toEqual([]);
  });

  it('in a turn, is what the probes that it moved do not explain', () => {
    const { seen, watch } = watched();
    watch.turned(0 as Nanos, 4e6 as Nanos, 1000);
    expect(seen).toEqual([]);
    watch.turned(0 as Nanos, 4e6 as Nanos, 3);
    expect(seen).toEqual([[0, 4e6]]);
  });
});
