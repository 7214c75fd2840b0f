/**
 * Loss by direction and cause: this end's counts and the server's ledger joined, flow by flow. Pure.
 *
 * up.received = down.sent = distinct probes that arrived at the server; so up.lost + down.lost = lost, to the datagram.
 */
import type { DirectionLoss } from '../../../result/schema.ts';

/** One direction's counts by flow (global flow numbers). */
export interface DirectionFlows {
  readonly sent: readonly number[];
  readonly received: readonly number[];
  /** Of the receiving sockets; null where the platform does not tell. */
  readonly drops: readonly number[] | null;
  /** Arrived at the server, which could not answer: lost on the way back. */
  readonly notAnswered: readonly number[] | null;
  readonly duplicates: number | null;
  readonly reordered: number | null;
  /** Queues of a sending machine dropped packets by themselves: the network cannot be blamed. */
  readonly queuesDropped: boolean;
  readonly tcp: boolean;
}

export function directionOf(flows: DirectionFlows): DirectionLoss {
  const { duplicates, reordered, tcp } = flows;
  const sent = total(flows.sent);
  const received = total(flows.received);
  const lost = sent - received;
  return {
    sent,
    received,
    lost,
    ratio: sent === 0 ? null : lost / sent,
    duplicates,
    reordered,
    causes: tcp ? null : causesOf(flows, lost),
  };
}

function causesOf(flows: DirectionFlows, lost: number): DirectionLoss['causes'] {
  const { sent, received, drops, notAnswered, queuesDropped } = flows;
  const unanswered = notAnswered === null ? 0 : total(notAnswered);
  const answerable = Math.min(lost, unanswered);
  if (drops === null) {
    return { receiverBuffer: null, notAnswered: answerable, network: null, unknown: lost - answerable };
  }
  // A socket's drops belong to its own flow, and explain at most what that flow lost otherwise.
  let receiverBuffer = 0;
  for (let flow = 0; flow < sent.length; flow++) {
    const missing = sent[flow]! - (received[flow] ?? 0) - (notAnswered?.[flow] ?? 0);
    receiverBuffer += Math.max(0, Math.min(drops[flow] ?? 0, missing));
  }
  const rest = lost - answerable - receiverBuffer;
  return {
    receiverBuffer,
    notAnswered: answerable,
    network: queuesDropped ? null : rest,
    unknown: queuesDropped ? rest : 0,
  };
}

/** A direction of which only one end is known. */
export function halfKnown(sent: number | null, received: number | null): DirectionLoss {
  return { sent, received, lost: null, ratio: null, duplicates: null, reordered: null, causes: null };
}

export const total = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
