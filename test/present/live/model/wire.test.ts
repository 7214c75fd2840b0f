/** Which packets of a link the screen shows. */
import { describe, expect, it } from 'vitest';
import { wireRows } from '../../../../src/present/live/model/wire.ts';
import { packet } from './told.ts';

describe('the wire', () => {
  const many = Array.from({ length: 30 }, (_, index) =>
    packet(index, index === 5 ? 'lost' : 'delivered', 'tcp', index === 20 ? 5 : undefined),
  );

  it('shows the lost segment, its retransmission, and how many passed in between', () => {
    const rows = wireRows(many, 'tcp', 5);
    expect(rows.length).toBeLessThanOrEqual(5);
    const packets = rows.flatMap((row) => (row.kind === 'packet' ? [row.packet.index] : []));
    expect(packets).toContain(5);
    expect(packets).toContain(20);
    const again = rows.find((row) => row.kind === 'packet' && row.packet.index === 20);
    expect(again).toMatchObject({ original: { index: 5 } });
    const hidden = rows.reduce((sum, row) => sum + (row.kind === 'gap' ? row.count : 0), 0);
    expect(hidden).toBe(20 - 5 + 1 - packets.filter((index) => index >= 5 && index <= 20).length);
  });

  it('never takes more rows than there are', () => {
    for (let rows = 1; rows < 20; rows++)
      expect(wireRows(many, 'tcp', rows).length).toBeLessThanOrEqual(Math.max(3, rows));
  });

  it('without a loss it shows the last packets', () => {
    const quiet = Array.from({ length: 9 }, (_, index) => packet(index, 'delivered', 'udp'));
    expect(wireRows(quiet, 'udp', 3).map((row) => row.kind === 'packet' && row.packet.index)).toEqual([
      6, 7, 8,
    ]);
  });
});
