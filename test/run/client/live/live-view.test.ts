import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../../src/result/events/events.ts';
import { laneOf } from '../../../../src/run/client/live/lanes.ts';
import type { LiveEvent } from '../../../../src/run/client/live/reported.ts';
import { QUIET } from '../../../fixtures/server-snapshot.ts';
import { beside, ledgerAt, packed, SECOND, shown, spec, viewed } from './viewed.ts';

describe('what a screen makes of reports', () => {
  it('one snapshot of all generators, with what is known beside them', () => {
    const { report, look } = viewed(2);
    report('udp', 0, SECOND);
    expect(look()).toEqual([]);
    report('udp', 1, SECOND);
    const [event, ...more] = look();
    expect(more).toEqual([]);
    const snapshot = shown(event);
    expect(snapshot).toMatchObject({ sent: 202, received: 202, lost: 0, connected: 2, elapsed: SECOND });
    expect(snapshot.total).toMatchObject({ count: 202, max: 2e6 });
    expect(snapshot.rate).toEqual({ offered: 100, achieved: null });
  });

  it('the rate since the report before, of each transport by itself', () => {
    const { report, look } = viewed();
    report('udp', 0, SECOND);
    report('tcp', 0, SECOND / 2);
    look();
    report('udp', 0, 2 * SECOND);
    report('tcp', 0, SECOND);
    const events = look();
    expect(events.map((event) => event.event === 'snapshot' && event.transport)).toEqual(['tcp', 'udp']);
    expect(events.map((event) => shown(event).rate.achieved)).toEqual([100, 100]);
  });

  it('the rate from the beginning of the measured part on, where the report before was of the warm-up', () => {
    const { view, put, look } = viewed();
    view.take({ ...beside('udp'), measuredFrom: SECOND });
    const report = (now: number, sent: number) =>
      put(laneOf(spec, 'udp', 0), packed({ ...ledgerAt(-1).snapshot(now), sent }, now));
    report(0.85 * SECOND, 0);
    report(1.1 * SECOND, 10);
    expect(look().map((event) => shown(event).rate.achieved)).toEqual([null, 100]);
  });

  it('a snapshot for each report, though it looks late', () => {
    const { report, look } = viewed();
    for (const now of [SECOND, 2 * SECOND, 3 * SECOND]) report('udp', 0, now);
    expect(look().map((event) => shown(event).sent)).toEqual([101, 201, 301]);
  });

  it('both ends as of when the server spoke, as soon as it is known what this end had counted then', () => {
    const { report, say, look } = viewed();
    report('udp', 0, SECOND);
    say('udp', { snapshot: { ...QUIET, received: 150, sent: 150 }, at: 1.5 * SECOND });
    expect(shown(look()[0]).up).toBeNull();
    report('udp', 0, 2 * SECOND);
    const { up, down } = shown(look()[0]);
    expect(up).toMatchObject({ sent: 151, received: 151 });
    expect(down).toMatchObject({ sent: 151, received: 151 });
  });

  it('both ends alike where generators report at different times', () => {
    const { report, say, look } = viewed(2);
    report('udp', 0, SECOND);
    report('udp', 1, 0.8 * SECOND);
    say('udp', { snapshot: { ...QUIET, received: 302, sent: 302 }, at: 1.5 * SECOND });
    expect(shown(look()[0]).up).toBeNull();
    report('udp', 0, 2 * SECOND);
    report('udp', 1, 1.8 * SECOND);
    expect(shown(look()[0])).toMatchObject({
      up: { sent: 302, received: 302 },
      down: { sent: 302, received: 302 },
    });
  });

  it('goes on where one of two generators is silent', () => {
    const { report, say, look } = viewed(2);
    report('udp', 0, SECOND);
    report('udp', 1, SECOND);
    say('udp', { snapshot: { ...QUIET, received: 252, sent: 252 }, at: 1.5 * SECOND });
    let last: RunEvent | undefined;
    for (let at = 5; at <= 14; at++) {
      report('udp', 0, (at * SECOND) / 4);
      last = look()[0] ?? last;
    }
    expect(shown(last).up).toMatchObject({ sent: 252, received: 252 });
  });

  it('nothing more once the result is known: that stands', () => {
    const { view, report, look } = viewed();
    report('udp', 0, SECOND);
    view.take({ event: 'result', result: {} } as unknown as LiveEvent);
    expect(look()).toEqual([]);
  });
});
