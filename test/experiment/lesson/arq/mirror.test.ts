/** What is concluded from the link and the sender alone, against what happened at both ends in virtual time. */
import { describe, expect, it } from 'vitest';
import { lessonFile } from '../../../../src/experiment/lesson/arq/file.ts';
import { ARQ_PROTOCOLS } from '../../../../src/experiment/lesson/arq/numbers.ts';
import { setupFor } from '../../../../src/experiment/lesson/arq/protocols.ts';
import { TcpLane } from '../../../../src/experiment/lesson/arq/race/lanes.ts';
import { Mirror } from '../../../../src/experiment/lesson/arq/race/mirror.ts';
import { simulate } from '../../../../src/experiment/lesson/arq/simulate.ts';
import type { Happening } from '../../../../src/result/document/lesson.ts';
import { type FateRecord, NO_IMPAIRMENT } from '../../../../src/result/impairment.ts';
import { random } from '../../random.ts';

describe.each(ARQ_PROTOCOLS)('of %s', (protocol) => {
  it('what arrived, what was sent again for nothing, and what the receiver made of it', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const draw = random(seed);
      const both = {
        ...NO_IMPAIRMENT,
        loss: draw() * 0.3,
        duplicate: draw() * 0.3,
        corrupt: draw() * 0.2,
        reorder: seed % 2 === 0 ? draw() * 0.3 : 0,
        delay: 1e6 + draw() * 20e6,
        bandwidth: 10e6,
      };
      const file = lessonFile(20_000, seed);
      const setup = setupFor(protocol, 1 + Math.floor(draw() * 8), 60e6, both.reorder > 0);
      const mirror = new Mirror(setup, file.length);
      const happened: Happening[] = [];
      const { tally, time } = simulate({
        setup,
        impairment: { up: both, down: both, profile: null, seed },
        file,
        watch: {
          moved: (move) => happened.push(...mirror.moved([move])),
          fated: (record) => happened.push(...mirror.fated(record)),
        },
      });
      happened.push(...mirror.finish());
      expect(time).not.toBeNull();
      const counts = ({ sentPackets, resent, needless, usefulBytes }: typeof tally) => ({
        sentPackets,
        resent,
        needless,
        usefulBytes,
      });
      expect({ seed, ...counts(mirror.tally) }).toEqual({ seed, ...counts(tally) });
      expect({ seed, delivered: mirror.delivered }).toEqual({ seed, delivered: 20 });
      const fates = happened.flatMap((one) =>
        one.what === 'fate' && one.packet.kind === 'data' ? [one.packet] : [],
      );
      // Those of the last moments may still be on their way when the sender has finished.
      expect(fates.length).toBeGreaterThan(tally.sentPackets - 10);
      expect(mirror.lost).toBe(fates.filter(({ fate }) => fate !== 'delivered').length);
    }
  });
});

describe('of TCP', () => {
  const record = (
    time: number,
    direction: 'up' | 'down',
    tcp: FateRecord['tcp'],
    more: Partial<FateRecord> = {},
  ): FateRecord => ({
    time: time * 1e6,
    direction,
    protocol: 'tcp',
    source: 'a',
    destination: 'b',
    bytes: 52 + (tcp?.length ?? 0),
    fate: 'delivered',
    index: 0,
    tcp: tcp!,
    ...more,
  });

  it('bytes of the file by sequence numbers, which may come round, and segments that were sent again', () => {
    const lane = new TcpLane();
    const first = 2 ** 32 - 500;
    const at = (byte: number): number => (first + 1 + byte) % 2 ** 32;
    const segment = (byte: number) => ({ seq: at(byte), ack: 1, flags: 'A', length: 1000 });
    lane.fated(record(0, 'up', { seq: first, ack: 0, flags: 'S', length: 0 }));
    lane.fated(record(1, 'down', { seq: 7, ack: at(0), flags: 'SA', length: 0 }));
    lane.fated(record(2, 'up', segment(0)));
    lane.fated(record(2, 'up', segment(1000), { fate: 'lost' }));
    lane.fated(record(3, 'down', { seq: 8, ack: at(1000), flags: 'A', length: 0 }, { fate: 'lost' }));
    const [again] = lane.fated(record(9, 'up', { ...segment(1000), retransmissionOf: 3 }));
    lane.fated(record(10, 'up', { ...segment(0), retransmissionOf: 2 }));
    expect(again).toMatchObject({ packet: { kind: 'data', number: 1000, again: true } });
    expect(lane.counted()).toMatchObject({
      sent: 4,
      resent: 2,
      needless: 1,
      lost: 1,
      lostAnswers: 1,
      usefulBytes: 2 * 1052,
    });
    expect(lane.counted().packets.map(({ kind, number }) => [kind, number])).toEqual([
      ['other', null],
      ['other', null],
      ['data', 0],
      ['data', 1000],
      ['ack', 1000],
      ['data', 1000],
      ['data', 0],
    ]);
  });
});
