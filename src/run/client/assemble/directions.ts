/**
 * Loss by direction and cause: this end's counts and the server's ledger joined, flow by flow. Pure.
 *
 * up.received = down.sent = distinct probes that arrived at the server; so up.lost + down.lost = lost, to the datagram.
 */

import type { DirectionLoss } from '../../../result/document/counts-schema.ts';
import type { LinkCounts } from '../../../result/impairment.ts';

/** Probes that came to an emulated link, and of these the ones of which an intact copy left it. */
export type LinkShare = Pick<LinkCounts, 'packets' | 'delivered'>;

/** One direction's counts by flow (global flow numbers). */
export interface DirectionFlows {
  readonly sent: readonly number[];
  readonly received: readonly number[];
  /** Where the waiting was cut short: the part of both that nothing is awaited of; null: it cannot be told from the rest. */
  readonly settled?: { readonly sent: number; readonly received: number } | null;
  /** Of the receiving sockets; null where the platform does not tell. */
  readonly drops: readonly number[] | null;
  /** Arrived at the server, which could not answer: lost on the way back. */
  readonly notAnswered: readonly number[] | null;
  readonly duplicates: number | null;
  readonly reordered: number | null;
  /** Datagrams that came to the receiving sockets and were none of this run's: dropped ones among them cannot be told apart. */
  readonly foreign: number;
  /**
   * So many packets were dropped by the sending machine's own queues, or by a limit: the network cannot be blamed for them.
   * Infinity: for nothing beyond what the link did.
   */
  readonly notNetwork: number;
  /** What an emulated link did to this direction's probes; null where there was none. */
  readonly link: LinkShare | null;
  readonly tcp: boolean;
  /** Streams: which connections stood to the end, where nothing is lost; null or absent: each message is answered or lost. */
  readonly standing?: readonly boolean[] | null | undefined;
}

export function directionOf(flows: DirectionFlows): DirectionLoss {
  const { duplicates, reordered, tcp } = flows;
  const sent = total(flows.sent);
  const received = total(flows.received);
  const missing = sent - received;
  const lost = lostOf(flows, missing);
  return {
    sent,
    received,
    lost,
    open: lost === null ? null : missing - lost,
    // A connection that stands loses nothing, also where less than one message came.
    ratio: lost !== null && sent > 0 ? lost / sent : flows.standing?.every((stands) => stands) ? 0 : null,
    duplicates,
    reordered,
    causes: tcp || lost === null ? null : causesOf(flows, lost),
  };
}

/** null where it cannot be told from what is still awaited */
function lostOf({ sent, received, settled, standing }: DirectionFlows, missing: number): number | null {
  if (standing != null)
    return total(standing.map((stands, flow) => (stands ? 0 : sent[flow]! - received[flow]!)));
  return settled === undefined || missing === 0 ? missing : settled && settled.sent - settled.received;
}

function causesOf(flows: DirectionFlows, lost: number): DirectionLoss['causes'] {
  const { sent, received, drops, notAnswered, notNetwork, link, foreign } = flows;
  const unanswered = notAnswered === null ? 0 : total(notAnswered);
  const answerable = Math.min(lost, unanswered);
  if (drops === null) {
    return { receiverBuffer: null, notAnswered: answerable, network: null, unknown: lost - answerable };
  }
  const onLink = link === null ? 0 : Math.min(lost - answerable, Math.max(0, link.packets - link.delivered));
  // A socket's drops belong to its own flow, and explain at most what that flow lost otherwise.
  let dropped = 0;
  for (let flow = 0; flow < sent.length; flow++) {
    const missing = sent[flow]! - (received[flow] ?? 0) - (notAnswered?.[flow] ?? 0);
    dropped += Math.max(0, Math.min(drops[flow] ?? 0, missing));
  }
  // The kernel's counter holds datagrams with a wrong checksum too: those that the link corrupted are the link's.
  const behind = link === null ? lost - answerable : Math.max(0, link.delivered - total(received));
  const receiverBuffer = Math.min(dropped, behind, lost - answerable - onLink);
  const rest = lost - answerable - receiverBuffer - onLink;
  if (foreign > 0 && receiverBuffer > 0) {
    const network = notNetwork > 0 ? (link === null ? null : onLink) : onLink + rest;
    return {
      receiverBuffer: null,
      notAnswered: answerable,
      network,
      unknown: lost - answerable - (network ?? 0),
    };
  }
  const unknown = Math.min(rest, notNetwork);
  return { receiverBuffer, notAnswered: answerable, network: onLink + rest - unknown, unknown };
}

/** A direction of which only one end is known. */
export function halfKnown(sent: number | null, received: number | null): DirectionLoss {
  return { sent, received, lost: null, ratio: null, duplicates: null, reordered: null, causes: null };
}

export const total = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
