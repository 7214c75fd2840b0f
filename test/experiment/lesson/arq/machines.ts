/** The two machines of a protocol without a link: packets are carried, lost and held back by hand. */

import type { ArqProtocol } from '../../../../src/experiment/lesson/arq/numbers.ts';
import type { ArqPacket } from '../../../../src/experiment/lesson/arq/packet.ts';
import { makeReceiver, makeSender, setupFor } from '../../../../src/experiment/lesson/arq/protocols.ts';
import type { SenderEvent } from '../../../../src/experiment/lesson/arq/sender.ts';

export const TIMEOUT = 100;

export function machines(protocol: ArqProtocol, window: number, total: number, space?: number) {
  const usual = setupFor(protocol, window, TIMEOUT, false);
  const setup = { ...usual, space: space ?? usual.space };
  const events: SenderEvent[] = [];
  const sender = makeSender(setup, total, (event) => events.push(event));
  const receiver = makeReceiver(setup);
  return {
    sender,
    receiver,
    events,
    /** Indexes of what leaves now. */
    leave: (now: number): number[] => {
      const left: number[] = [];
      for (let leaving = sender.poll(now); leaving !== undefined; leaving = sender.poll(now))
        left.push(leaving.index);
      return left;
    },
    /** A copy of the packet arrives. */
    arrive: (index: number) => {
      const packet: ArqPacket = {
        kind: 'data',
        number: index % setup.space,
        last: index === total - 1,
        payload: Uint8Array.of(index),
      };
      const { what, ack, delivered } = receiver.receive(packet);
      return { what, ack, delivered: delivered.map(({ payload }) => payload[0]!) };
    },
  };
}
