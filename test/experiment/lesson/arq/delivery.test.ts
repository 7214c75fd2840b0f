/**
 * Every protocol delivers every file whole and in order, whatever the link does to a finite number of packets.
 * `npm run lessons` tries 10,000 links; each run of the tests tries a share of them.
 */
import { describe, expect, it } from 'vitest';
import { lessonFile } from '../../../../src/experiment/lesson/arq/file.ts';
import { ARQ_PROTOCOLS } from '../../../../src/experiment/lesson/arq/numbers.ts';
import { setupFor } from '../../../../src/experiment/lesson/arq/protocols.ts';
import { type Simulation, simulate } from '../../../../src/experiment/lesson/arq/simulate.ts';
import { type DirectionImpairment, NO_IMPAIRMENT } from '../../../../src/result/impairment.ts';
import { random } from '../../random.ts';
import { lessonSeeds } from '../../seeds.ts';

const PAYLOAD = 16;
const SEEDS = lessonSeeds(300, 10_000);

/** A file, a link and a window by seed; half of the links keep order, and there the numbers are as few as can be. */
function drawn(seed: number): Omit<Simulation, 'setup'> & { window: number; timeout: number } {
  const draw = random(seed);
  const reorders = draw() < 0.5;
  const direction = (): DirectionImpairment => ({
    ...NO_IMPAIRMENT,
    loss: draw() * 0.5,
    burst: draw() < 0.3 ? { ratio: draw() * 0.4, meanLength: 1 + draw() * 6 } : null,
    drop: draw() < 0.3 ? [1, 2, 1 + Math.floor(draw() * 30)] : [],
    delay: draw() * 30e6,
    jitter: draw() * 20e6,
    jitterShape: draw() < 0.5 ? 'uniform' : 'normal',
    reorder: reorders ? draw() * 0.5 : 0,
    duplicate: draw() * 0.5,
    corrupt: draw() * 0.3,
    bandwidth: draw() < 0.5 ? null : 1e5 + draw() * 1e7,
    queue: Math.floor(draw() * 20),
  });
  // Exact multiples of a packet, one byte more or less, nothing, one byte.
  const sizes = [0, 1, PAYLOAD * 8, PAYLOAD * 8 + 1, PAYLOAD * 20 - 1, Math.floor(draw() * 700)];
  return {
    impairment: { up: direction(), down: direction(), profile: null, seed },
    file: lessonFile(sizes[seed % sizes.length]!, seed),
    payload: PAYLOAD,
    window: 1 + Math.floor(draw() * 8),
    // Also timers that run out before an acknowledgement can be there.
    timeout: 5e6 + draw() * 100e6,
    cleanFrom: 3e9,
  };
}

describe.each(ARQ_PROTOCOLS)('%s', (protocol) => {
  it(`delivers every file whole and in order over ${SEEDS} links`, () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { window, timeout, ...simulation } = drawn(seed);
      const reorders = simulation.impairment.up.reorder > 0;
      const setup = setupFor(protocol, window, timeout, reorders);
      const { time, file } = simulate({ ...simulation, setup });
      const intact = Buffer.compare(file, simulation.file) === 0;
      expect({ seed, ended: time !== null, intact }).toEqual({ seed, ended: true, intact: true });
    }
  });
});
