/** What a class should notice: told with its numbers, for as long as it takes to read. */
import { describe, expect, it } from 'vitest';
import type { RunModel } from '../../../../src/present/live/model/model.ts';
import { momentSentence } from '../../../../src/present/live/model/moment.ts';
import { ALL } from '../../../../src/present/live/model/runs.ts';
import { tallyOf } from '../../../../src/present/live/model/tally.ts';
import { canvasFor } from '../screenshot.tsx';
import { modelAfter, snapshot } from './told.ts';

const happening = (model: RunModel) => model.lanes[0]!.happening;

describe('what just happened', () => {
  it('UDP: the last hole, with its numbers, as soon as three later ones have come', () => {
    const model = modelAfter(
      'udp',
      snapshot('udp', 0.2, { strip: { from: 0, fates: '....' } }),
      snapshot('udp', 0.4, { strip: { from: 0, fates: '.....??...??' } }),
    );
    expect(happening(model)).toEqual({ kind: 'hole', at: 0.4e9, first: 5, count: 2 });
    expect(momentSentence(canvasFor(), model.lanes[0]!)).toBe('#6 to #7 are gone; the next came anyway.');
  });

  it('UDP: probes that are only on their way are no hole', () => {
    expect(
      happening(modelAfter('udp', snapshot('udp', 0.2, { strip: { from: 0, fates: '....????' } }))),
    ).toBeNull();
  });

  it('what came after the loss threshold counts once: delivered by TCP, missing of UDP', () => {
    const told = { sent: 10, received: 7, late: 2, lost: 1, unresolved: 0, strip: { from: 0, fates: '' } };
    const tally = (transport: 'tcp' | 'udp') =>
      tallyOf(modelAfter(transport, snapshot(transport, 9, told)).lanes[0]!);
    expect(tally('tcp')).toMatchObject({ answered: 9, missing: 1 });
    expect(tally('udp')).toMatchObject({ answered: 7, missing: 3 });
  });

  it('UDP: what one later one overtook may be out of order, and is no hole yet', () => {
    const early = snapshot('udp', 0.2, { strip: { from: 0, fates: '....?.?' } });
    expect(happening(modelAfter('udp', early))).toBeNull();
  });

  it('UDP: a hole whose beginning the strip does not show has no numbers', () => {
    const windowed = snapshot('udp', 0.2, { strip: { from: 2000, fates: 'xxxx....' } });
    expect(happening(modelAfter('udp', windowed))).toBeNull();
  });

  it('UDP: of a hole that has scrolled away the sentence speaks no more', () => {
    const lane = modelAfter('udp', snapshot('udp', 0.2, { strip: { from: 0, fates: '.x..xx....' } }))
      .lanes[0]!;
    expect(momentSentence(canvasFor(), lane, { ...ALL, from: 5 })).toBe(
      '#5 to #6 are gone; the next came anyway.',
    );
    const first = { ...lane, happening: { kind: 'hole', at: 0, first: 1, count: 1 } } as const;
    expect(momentSentence(canvasFor(), first, { ...ALL, from: 1 })).toBe('#2 is gone; the next came anyway.');
    expect(momentSentence(canvasFor(), first, { ...ALL, from: 2 })).toBe(
      '#5 to #6 are gone; the next came anyway.',
    );
    expect(momentSentence(canvasFor(), first, { ...ALL, from: 6 })).toBe('No hole among those shown.');
  });

  it('stays long enough to be read', () => {
    const first = snapshot('udp', 0.2, { strip: { from: 0, fates: '.?...' } });
    const second = snapshot('udp', 1.2, { strip: { from: 0, fates: '.x...?...' } });
    const third = snapshot('udp', 2.4, { strip: { from: 0, fates: '.x...x...?...' } });
    expect(happening(modelAfter('udp', first, second))).toMatchObject({ first: 1 });
    expect(happening(modelAfter('udp', first, second, third))).toMatchObject({ first: 9 });
  });

  it('is no news any more after a while', () => {
    const first = snapshot('udp', 0.2, { strip: { from: 0, fates: '.?...' } });
    const calm = (seconds: number) => snapshot('udp', seconds, { strip: { from: 0, fates: '.x....' } });
    expect(happening(modelAfter('udp', first, calm(5)))).toMatchObject({ first: 1 });
    expect(happening(modelAfter('udp', first, calm(5), calm(5.4)))).toBeNull();
  });

  it('TCP: a stall while nothing comes, then the burst that ends it', () => {
    const before = snapshot('tcp', 0.2, { strip: { from: 0, fates: '....' } });
    const quiet = { ...stallRecent, strip: { from: 0, fates: '....??????' } };
    const stalled = modelAfter('tcp', before, snapshot('tcp', 0.4, quiet));
    expect(happening(stalled)).toMatchObject({ kind: 'stall', first: 4, count: 6 });
    const burst = snapshot('tcp', 0.6, {
      strip: { from: 0, fates: '....whhhhh' },
      recent: { count: 6, p50: 1e6, p90: 2e8, p99: 2e8, p999: 2e8, max: 2.3e8 },
    });
    const over = modelAfter('tcp', before, snapshot('tcp', 0.4, quiet), burst);
    expect(happening(over)).toEqual({
      kind: 'burst',
      at: 0.6e9,
      first: 4,
      count: 6,
      longest: 2.3e8,
      known: true,
    });
    expect(momentSentence(canvasFor(), over.lanes[0]!)).toBe('#5–#10 (6) waited for a lost segment: 230 ms');
  });
});

const stallRecent = { recent: { count: 0, p50: null, p90: null, p99: null, p999: null, max: null } };
