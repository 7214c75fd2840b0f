import { expect, it } from 'vitest';
import { CountsOverTime } from '../../../../src/run/client/live/counts-over-time.ts';

it('counts at a time between two reports, as if they had grown evenly; later ones are not known yet', () => {
  const counts = new CountsOverTime(100);
  expect(counts.at(50)).toEqual({ sent: 0, received: 0 });
  expect(counts.at(101)).toBeNull();
  counts.counted(200, { sent: 10, received: 8 });
  expect(counts.at(150)).toEqual({ sent: 5, received: 4 });
  counts.counted(300, { sent: 30, received: 8 });
  expect(counts.at(200)).toEqual({ sent: 10, received: 8 });
  expect(counts.at(275)).toEqual({ sent: 25, received: 8 });
  expect(counts.at(300)).toEqual({ sent: 30, received: 8 });
  expect(counts.at(301)).toBeNull();
});

it('of a time before the oldest that is kept, what that one counted', () => {
  const counts = new CountsOverTime(0);
  for (let now = 1; now <= 20; now++) counts.counted(now, { sent: now, received: now });
  expect(counts.at(1)).toEqual({ sent: 5, received: 5 });
  expect(counts.latest).toEqual({ sent: 20, received: 20 });
  expect(counts.at(13.5)).toEqual({ sent: 14, received: 14 });
});
