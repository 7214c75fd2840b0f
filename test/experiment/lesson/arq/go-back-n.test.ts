/** Step by step as Kurose and Ross draw it (section 3.4). */
import { describe, expect, it } from 'vitest';
import { machines, TIMEOUT } from './machines.ts';

describe('stop-and-wait (rdt3.0, figure 3.16)', () => {
  it('sends the next packet when the one before is acknowledged', () => {
    const { sender, leave, arrive } = machines('stop-and-wait', 1, 3);
    expect(leave(0)).toEqual([0]);
    expect(arrive(0)).toEqual({ what: 'accepted', ack: 0, delivered: [0] });
    sender.acknowledge(0, 10);
    expect(leave(10)).toEqual([1]);
    expect(arrive(1)).toEqual({ what: 'accepted', ack: 1, delivered: [1] });
    sender.acknowledge(1, 20);
    expect(leave(20)).toEqual([2]);
    expect(sender.done).toBe(false);
    sender.acknowledge(0, 30);
    expect([sender.done, sender.deadline, leave(1000)]).toEqual([true, Number.POSITIVE_INFINITY, []]);
  });

  it('sends a lost packet again when the timer runs out, and not before', () => {
    const { sender, events, leave } = machines('stop-and-wait', 1, 2);
    expect([leave(0), sender.deadline]).toEqual([[0], TIMEOUT]);
    expect(leave(TIMEOUT - 1)).toEqual([]);
    expect(leave(TIMEOUT)).toEqual([0]);
    expect(sender.deadline).toBe(2 * TIMEOUT);
    expect(events).toEqual([{ what: 'timeout', index: 0 }]);
  });

  it('is not misled by a lost acknowledgement, nor by one that comes twice', () => {
    const { sender, events, leave, arrive } = machines('stop-and-wait', 1, 3);
    leave(0);
    arrive(0);
    expect(leave(TIMEOUT)).toEqual([0]);
    expect(arrive(0)).toEqual({ what: 'discarded', ack: 0, delivered: [] });
    sender.acknowledge(0, 110);
    expect(leave(110)).toEqual([1]);
    sender.acknowledge(0, 120);
    expect(leave(120)).toEqual([]);
    expect(events.at(-1)).toEqual({ what: 'old-acknowledgement', number: 0 });
    sender.acknowledge(1, 130);
    expect(leave(130)).toEqual([2]);
  });
});

describe('Go-Back-N (figure 3.22: window 4, packet 2 is lost)', () => {
  it('discards what comes out of order, and sends from the lost packet on again', () => {
    const { sender, events, leave, arrive } = machines('go-back-n', 4, 8);
    expect(leave(0)).toEqual([0, 1, 2, 3]);
    expect([arrive(0).ack, arrive(1).ack]).toEqual([0, 1]);
    expect(arrive(3)).toEqual({ what: 'discarded', ack: 1, delivered: [] });
    sender.acknowledge(0, 10);
    expect(leave(10)).toEqual([4]);
    sender.acknowledge(1, 12);
    expect([leave(12), sender.deadline]).toEqual([[5], 12 + TIMEOUT]);
    expect([arrive(4), arrive(5)]).toMatchObject([
      { what: 'discarded', ack: 1 },
      { what: 'discarded', ack: 1 },
    ]);
    for (let again = 0; again < 3; again++) sender.acknowledge(1, 20);
    expect(leave(20)).toEqual([]);
    expect(leave(12 + TIMEOUT)).toEqual([2, 3, 4, 5]);
    expect([2, 3, 4, 5].map((index) => arrive(index).ack)).toEqual([2, 3, 4, 0]);
    expect(events.filter(({ what }) => what === 'timeout')).toEqual([{ what: 'timeout', index: 2 }]);
  });

  it('takes an acknowledgement for all packets up to its number', () => {
    const { sender, leave } = machines('go-back-n', 4, 9);
    leave(0);
    sender.acknowledge(3, 5);
    expect([sender.base, leave(5)]).toEqual([4, [4, 5, 6, 7]]);
    // The numbers are 0 to 4: packet 6 has number 1.
    sender.acknowledge(1, 10);
    expect([sender.base, sender.deadline, leave(10)]).toEqual([7, 10 + TIMEOUT, [8]]);
    sender.acknowledge(3, 15);
    expect([sender.done, sender.deadline]).toEqual([true, Number.POSITIVE_INFINITY]);
  });

  it('says the last number of the space where nothing came in order yet', () => {
    const { sender, leave, arrive } = machines('go-back-n', 4, 8);
    leave(0);
    expect(arrive(1)).toEqual({ what: 'discarded', ack: 4, delivered: [] });
    sender.acknowledge(4, 10);
    expect([sender.base, leave(10)]).toEqual([0, []]);
  });

  it('stops sending again what an acknowledgement covers meanwhile', () => {
    const { sender, leave } = machines('go-back-n', 4, 8);
    leave(0);
    expect(sender.poll(TIMEOUT)).toEqual({ index: 0, again: true });
    sender.acknowledge(2, TIMEOUT);
    expect(leave(TIMEOUT)).toEqual([3, 4, 5, 6]);
  });
});
