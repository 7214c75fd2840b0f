/** The three protocols by name, each with its two ends. */
import { GoBackNReceiver, GoBackNSender } from './go-back-n.ts';
import { type ArqProtocol, spaceFor } from './numbers.ts';
import type { ArqReceiver } from './receiver.ts';
import { SelectiveRepeatReceiver, SelectiveRepeatSender } from './selective-repeat.ts';
import type { ArqSender, SenderEvent } from './sender.ts';

/** How a protocol is set up. */
export interface ArqSetup {
  readonly protocol: ArqProtocol;
  /** Packets that may be under way; stop-and-wait has one. */
  readonly window: number;
  /** Sequence numbers 0 to space − 1. */
  readonly space: number;
  /** ns */
  readonly timeout: number;
}

/** @param window of the other two; stop-and-wait has a window of one packet */
export function setupFor(
  protocol: ArqProtocol,
  window: number,
  timeout: number,
  reorders: boolean,
): ArqSetup {
  const own = protocol === 'stop-and-wait' ? 1 : window;
  return { protocol, window: own, space: spaceFor(protocol, own, reorders), timeout };
}

export function makeSender(setup: ArqSetup, total: number, tell: (event: SenderEvent) => void): ArqSender {
  const options = { ...setup, total, tell };
  return setup.protocol === 'selective-repeat'
    ? new SelectiveRepeatSender(options)
    : new GoBackNSender(options);
}

export function makeReceiver({ protocol, window, space }: ArqSetup): ArqReceiver {
  return protocol === 'selective-repeat'
    ? new SelectiveRepeatReceiver(window, space)
    : new GoBackNReceiver(space);
}
