import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directionOf } from '../../../src/run/client/assemble/directions.ts';

const flow = fc
  .record({ sent: fc.nat(1000), arrived: fc.nat(1000), drops: fc.nat(2000) })
  .map(({ sent, arrived, drops }) => ({ sent, received: Math.min(sent, arrived), drops }));

describe('loss by direction', () => {
  it('causes add up to the loss, and a socket explains at most what its own flow lost', () => {
    fc.assert(
      fc.property(fc.array(flow, { minLength: 1, maxLength: 8 }), fc.nat(2000), (flows, notNetwork) => {
        const direction = directionOf({
          sent: flows.map(({ sent }) => sent),
          received: flows.map(({ received }) => received),
          drops: flows.map(({ drops }) => drops),
          notAnswered: null,
          duplicates: 0,
          reordered: 0,
          notNetwork,
          foreign: 0,
          link: null,
          tcp: false,
        });
        const { receiverBuffer, notAnswered, network, unknown } = direction.causes!;
        expect(receiverBuffer! + notAnswered! + network! + unknown!).toBe(direction.lost);
        expect(receiverBuffer).toBe(
          flows.reduce((all, f) => all + Math.min(f.drops, f.sent - f.received), 0),
        );
        // So many packets that this machine dropped itself make so many losses unknown, and not one more.
        expect(unknown).toBe(Math.min(notNetwork, direction.lost! - receiverBuffer!));
      }),
    );
  });

  it('where drops are not told, nothing is blamed on the network', () => {
    const direction = directionOf({
      sent: [10],
      received: [7],
      drops: null,
      notAnswered: [1],
      duplicates: 0,
      reordered: 0,
      notNetwork: 0,
      foreign: 0,
      link: null,
      tcp: false,
    });
    expect(direction.causes).toEqual({ receiverBuffer: null, notAnswered: 1, network: null, unknown: 2 });
  });

  it('a link that claims to have delivered more than came to it takes nothing from the other causes', () => {
    const direction = directionOf({
      sent: [10],
      received: [7],
      drops: [0],
      notAnswered: null,
      duplicates: 0,
      reordered: 0,
      notNetwork: 5,
      foreign: 0,
      link: { packets: 10, delivered: 500 },
      tcp: false,
    });
    expect(direction.causes).toEqual({ receiverBuffer: 0, notAnswered: 0, network: 0, unknown: 3 });
  });

  it.each([0, 2, 9, Number.POSITIVE_INFINITY])(
    'what a link did is never blamed on a buffer (overrun: %d)',
    (notNetwork) => {
      // Of 100, 2 were lost before the link, 20 on it (8 of them corrupted, which the socket counts too), 5 behind it.
      const direction = directionOf({
        sent: [100],
        received: [73],
        drops: [8 + 5],
        notAnswered: null,
        duplicates: 0,
        reordered: 0,
        notNetwork,
        foreign: 0,
        link: { packets: 98, delivered: 78 },
        tcp: false,
      });
      expect(direction.causes).toEqual({
        receiverBuffer: 5,
        notAnswered: 0,
        network: notNetwork > 0 ? 20 : 22,
        unknown: Math.min(2, notNetwork),
      });
    },
  );

  it('where foreign datagrams shared the socket, its drops may be theirs', () => {
    const direction = (foreign: number, drops: number) =>
      directionOf({
        sent: [100],
        received: [90],
        drops: [drops],
        notAnswered: null,
        duplicates: 0,
        reordered: 0,
        notNetwork: 0,
        foreign,
        link: null,
        tcp: false,
      }).causes;
    expect(direction(0, 4)).toEqual({ receiverBuffer: 4, notAnswered: 0, network: 6, unknown: 0 });
    expect(direction(1, 4)).toEqual({ receiverBuffer: null, notAnswered: 0, network: 6, unknown: 4 });
    expect(direction(1, 0)).toEqual({ receiverBuffer: 0, notAnswered: 0, network: 10, unknown: 0 });
  });
});
