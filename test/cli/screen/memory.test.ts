import { describe, expect, it } from 'vitest';
import { Memory } from '../../../src/cli/screen/memory.ts';
import type { Beside, LiveEvent } from '../../../src/run/client/live/reported.ts';
import { scenario } from '../../present/live/scenarios.ts';

// What a memory keeps it does not look into.
const events = scenario({ transports: ['tcp', 'udp'], loss: 0.05, delay: 20e6, seconds: 2 }).events.map(
  (event): LiveEvent =>
    event.event === 'snapshot' ? ({ event: 'beside', transport: event.transport } as Beside) : event,
);
const told = (upTo: readonly LiveEvent[]): readonly LiveEvent[] => {
  const memory = new Memory();
  for (const event of upTo) memory.take(event);
  return memory.events();
};
const before = events.filter(({ event }) => event !== 'result');

describe('what a later screen is told', () => {
  it('is nothing before anything happened', () => {
    expect(told([])).toEqual([]);
  });

  it('is the start, the latest beside the reports of each transport, and how many packets it missed', () => {
    const latest = (transport: string): LiveEvent | undefined =>
      before.findLast((event) => event.event === 'beside' && event.transport === transport);
    const missed = before.reduce(
      (all, event) => all + (event.event === 'packets' ? event.packets.length + event.skipped : 0),
      0,
    );
    expect(missed).toBeGreaterThan(0);
    const seen = told(before);
    expect(seen.map(({ event }) => event)).toEqual(['start', 'beside', 'beside', 'packets']);
    expect(seen).toContain(latest('tcp'));
    expect(seen).toContain(latest('udp'));
    expect(seen.at(-1)).toEqual({ event: 'packets', packets: [], skipped: missed });
  });

  it('is what was granted, after the start', () => {
    const granted = { event: 'granted', effective: {}, warnings: [] } as unknown as LiveEvent;
    expect(told([...before, granted]).map(({ event }) => event)[1]).toBe('granted');
  });

  it('is the link as it was turned last, and the end', () => {
    const impairment = { event: 'impairment', atSeconds: 1, impairment: {} } as unknown as LiveEvent;
    const later = { ...impairment, atSeconds: 2 } as LiveEvent;
    const seen = told([...events, impairment, later]);
    expect(seen[1]).toBe(later);
    expect(seen.at(-1)!.event).toBe('result');
  });
});
