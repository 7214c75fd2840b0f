import { closeSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { TransportContext } from '../../../../src/run/client/context.ts';
import { TellingBeside } from '../../../../src/run/client/live/beside.ts';
import { serverLaneOf } from '../../../../src/run/client/live/lanes.ts';
import type { LiveEvent } from '../../../../src/run/client/live/reported.ts';
import { unpackSaid } from '../../../../src/run/client/threads/packed-report.ts';
import { makeReportRing, ReportReader } from '../../../../src/run/client/threads/report-ring.ts';
import { SNAPSHOT } from '../../../fixtures/server-snapshot.ts';
import { usual } from '../usual-plan.ts';

const spec = { transports: ['tcp' as const, 'udp' as const], threads: 1 };
const snapshot = { ...SNAPSHOT, age: 150 };

function telling(reports: number | null) {
  const events: LiveEvent[] = [];
  const emit = (event: LiveEvent): void => void events.push(event);
  const context = { spec, plan: usual, reports, emit, clock: () => 1e9, place: { control: null } };
  return { events, beside: new TellingBeside(context as unknown as TransportContext) };
}
const at = { connected: 3, measuredFrom: 7, warnings: [] };

it('tells a screen what the server said, as of when it was counted there, and what is known from the beginning', () => {
  const fd = makeReportRing();
  try {
    const { events, beside } = telling(fd);
    beside.begin(usual, at);
    expect(events).toEqual([{ event: 'beside', transport: 'udp', plan: usual, plainEcho: true, ...at }]);
    beside.server(snapshot);
    const [said] = new ReportReader({ fd, lane: serverLaneOf(spec, 'udp') }).read();
    expect(unpackSaid(said!)).toEqual({ snapshot, at: 0.85e9 });
  } finally {
    closeSync(fd);
  }
});

it('tells nothing where nothing is drawn', () => {
  const { events, beside } = telling(null);
  beside.begin(usual, at);
  beside.server(snapshot);
  expect(events).toEqual([]);
});
