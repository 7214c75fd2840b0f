import { closeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { readLife, showLife } from '../../../src/cli/screen/heartbeat.ts';
import { SCREEN_LANE } from '../../../src/run/client/live/lanes.ts';
import { makeReportRing, ReportReader, ReportWriter } from '../../../src/run/client/threads/report-ring.ts';

it('life is seen, its absence too, and reports are not touched by it', async () => {
  const fd = makeReportRing();
  try {
    const report = Uint8Array.of(1, 2, 3);
    new ReportWriter({ fd, lane: SCREEN_LANE + 1 }).write(report);
    expect(readLife(fd)).toBe(0);
    showLife(fd);
    const first = readLife(fd);
    expect(first).toBeGreaterThan(0);
    expect(readLife(fd)).toBe(first);
    await sleep(2);
    showLife(fd);
    expect(readLife(fd)).toBeGreaterThan(first);
    expect(new ReportReader({ fd, lane: SCREEN_LANE + 1 }).read()).toEqual([Buffer.from(report)]);
  } finally {
    closeSync(fd);
  }
});
