/** Step by step as Kurose and Ross draw it (section 3.4.4). */
import { describe, expect, it } from 'vitest';
import { machines, TIMEOUT } from './machines.ts';

describe('selective repeat (figure 3.26: window 4, packet 2 is lost)', () => {
  it('keeps what comes out of order, and sends the lost packet alone again', () => {
    const { sender, receiver, leave, arrive } = machines('selective-repeat', 4, 10);
    expect(leave(0)).toEqual([0, 1, 2, 3]);
    arrive(0);
    arrive(1);
    expect(arrive(3)).toEqual({ what: 'buffered', ack: 3, delivered: [] });
    expect([receiver.isBuffered(3), receiver.isBuffered(2)]).toEqual([true, false]);
    sender.acknowledge(0, 10);
    expect(leave(10)).toEqual([4]);
    sender.acknowledge(1, 11);
    expect(leave(11)).toEqual([5]);
    sender.acknowledge(3, 12);
    expect([leave(12), sender.base, sender.isAcknowledged(3), sender.isAcknowledged(2)]).toEqual([
      [],
      2,
      true,
      false,
    ]);
    expect([arrive(4), arrive(5)]).toMatchObject([{ ack: 4 }, { ack: 5 }]);
    expect(sender.deadline).toBe(TIMEOUT);
    expect(leave(TIMEOUT)).toEqual([2]);
    expect(arrive(2)).toEqual({ what: 'accepted', ack: 2, delivered: [2, 3, 4, 5] });
    sender.acknowledge(2, TIMEOUT + 5);
    expect([sender.base, leave(TIMEOUT + 5)]).toEqual([4, [6, 7]]);
  });

  it('has a timer for each packet', () => {
    const { sender, leave } = machines('selective-repeat', 4, 10);
    leave(0);
    sender.acknowledge(0, 40);
    expect(leave(40)).toEqual([4]);
    sender.acknowledge(2, 41);
    expect(leave(TIMEOUT)).toEqual([1, 3]);
    expect(sender.deadline).toBe(40 + TIMEOUT);
    expect(leave(40 + TIMEOUT)).toEqual([4]);
  });

  it('acknowledges again what came before its window, and says nothing about what belongs to none', () => {
    const { leave, arrive } = machines('selective-repeat', 4, 20, 32);
    leave(0);
    for (const index of [0, 1, 2, 3, 4]) arrive(index);
    expect(arrive(2)).toEqual({ what: 'duplicate', ack: 2, delivered: [] });
    expect(arrive(0)).toEqual({ what: 'outside', ack: null, delivered: [] });
    expect(arrive(6)).toEqual({ what: 'buffered', ack: 6, delivered: [] });
    expect(arrive(6)).toEqual({ what: 'duplicate', ack: 6, delivered: [] });
    expect(arrive(12)).toEqual({ what: 'outside', ack: null, delivered: [] });
  });

  it('tells an acknowledgement that came before from a new one', () => {
    const { sender, events, leave } = machines('selective-repeat', 4, 10);
    leave(0);
    sender.acknowledge(1, 5);
    sender.acknowledge(1, 6);
    sender.acknowledge(7, 7);
    expect(events.map(({ what }) => what)).toEqual([
      'acknowledged',
      'old-acknowledgement',
      'old-acknowledgement',
    ]);
    expect(sender.base).toBe(0);
  });
});
