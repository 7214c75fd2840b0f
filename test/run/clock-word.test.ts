/** What two ends' words tell of the offset of their clocks. */
import { describe, expect, it } from 'vitest';
import { machineNow } from '../../src/clock.ts';
import { clockWord, offsetFrom, wallOffset } from '../../src/run/clock-word.ts';

const TOKEN = '0123456789abcdef';
const word = (of: object) => ({ same: null, epoch: '0', wall: '0', error: null, ...of });

describe('the words of two clocks', () => {
  it.skipIf(process.platform !== 'linux')(
    'of one machine give a point, and no difference of wall clocks',
    () => {
      const now = machineNow();
      const client = clockWord(now, TOKEN);
      const server = clockWord(now - 5_000_000n, TOKEN);
      expect(offsetFrom(client, server)).toEqual({
        basis: 'sameClock',
        known: { low: 5e6, high: 5e6, at: 0, widens: 0 },
      });
      expect(5e6 + wallOffset(client, server)).toBe(0);
      // Whoever has another token learns nothing.
      expect(clockWord(now, 'fedcba9876543210').same).not.toBe(client.same);
    },
  );

  it('of two machines that are synchronised give the sum of both errors, which grows', () => {
    const client = word({ wall: '1000000000', error: 2e6 });
    const server = word({ wall: '3000000000', error: 3e6 });
    const { basis, known } = offsetFrom(client, server)!;
    expect(basis).toBe('synchronised');
    expect([known.low, known.high]).toEqual([-2e9 - 7e6, -2e9 + 7e6]);
    expect(known.widens).toBeCloseTo(1e-3, 9);
    // The true offset of these run clocks, where the walls agree, makes their difference nothing.
    expect(-2e9 + wallOffset(client, server)).toBe(0);
  });

  it('of two machines of which one is not, or does not say, give nothing', () => {
    expect(offsetFrom(word({ error: 1 }), word({}))).toBeNull();
    expect(offsetFrom(word({}), word({ error: 1 }))).toBeNull();
    expect(offsetFrom(word({ same: 'a' }), word({ same: 'b' }))).toBeNull();
  });
});
