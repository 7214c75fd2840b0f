/** The lab's packets as sequence diagrams: for TCP the part around the first retransmission, for UDP around the first loss. */

import type { RunResult } from '../../../result/document/schema.ts';
import type { FateRecord } from '../../../result/impairment.ts';
import type { Words } from '../../../words/index.ts';
import { type Format, formatFor } from '../../format.ts';
import { senderOf } from '../../live/model/packets.ts';
import { type Arrow, sequenceSvg } from './sequence-svg.ts';

const MOST = 22;

interface Selection {
  readonly packets: readonly FateRecord[];
  /** Whether it shows a loss (and, over TCP, what was done about it). */
  readonly loss: boolean;
}

export function sequenceDiagrams(result: RunResult, words: Words): string {
  const text = words.html.sequence;
  const format = formatFor(words);
  const drawn = result.transports.flatMap(({ transport, link }) => {
    const mine = (link?.packets ?? [])
      .filter(({ protocol }) => protocol === transport)
      .sort((a, b) => a.time - b.time);
    const { packets, loss } = transport === 'tcp' ? aroundRetransmission(mine) : aroundLoss(mine);
    if (packets.length === 0) return [];
    const title = loss ? text[transport] : text[`${transport}Plain`];
    return [
      sequenceSvg(
        packets.map((packet) => arrowOf(packet, originOf(packet, mine), words, format)),
        title,
        transport,
        words,
      ),
    ];
  });
  return drawn.length === 0 ? '' : `<div class="pair">${drawn.join('')}</div>`;
}

/** The lost segment, what went on meanwhile, its retransmission and the answer to it. */
function aroundRetransmission(packets: readonly FateRecord[]): Selection {
  const candidates = packets.filter(
    ({ tcp, fate }) => tcp?.retransmissionOf !== undefined && tcp.length > 0 && fate === 'delivered',
  );
  // Of the measured part rather than of the warm-up, where there is a choice.
  const again = candidates.find(({ probe }) => probe?.warmup === false) ?? candidates[0];
  const first =
    again === undefined ? -1 : packets.findIndex(({ index }) => index === again.tcp?.retransmissionOf);
  if (again === undefined || first === -1) return { packets: packets.slice(0, MOST / 2), loss: false };
  const at = packets.indexOf(again);
  const before = packets.slice(Math.max(0, first - 2), first + 1);
  const between = packets.slice(first + 1, at);
  const after = packets.slice(at, at + 6);
  const room = MOST - before.length - after.length;
  // Of a long wait its beginning and its end are shown; the diagram says how long it was.
  const meanwhile = between.length <= room ? between : [...between.slice(0, room - 3), ...between.slice(-3)];
  return { packets: [...before, ...meanwhile, ...after], loss: true };
}

function aroundLoss(packets: readonly FateRecord[]): Selection {
  const lost = packets.findIndex(({ fate }) => fate !== 'delivered');
  if (lost === -1) return { packets: packets.slice(0, MOST / 2), loss: false };
  return { packets: packets.slice(Math.max(0, lost - 4), lost + 8), loss: true };
}

/** The first sequence number of its sender that was seen: people count from 0, as on the screen. */
function originOf(packet: FateRecord, packets: readonly FateRecord[]): number {
  const sender = senderOf(packet);
  const tcp = packets.find((one) => one.tcp !== undefined && senderOf(one) === sender)?.tcp;
  return tcp === undefined ? 0 : tcp.seq + (tcp.flags.includes('S') ? 1 : 0);
}

function arrowOf(packet: FateRecord, origin: number, words: Words, format: Format): Arrow {
  const gone = packet.fate === 'lost' || packet.fate === 'queueDropped';
  const again = packet.tcp?.retransmissionOf !== undefined;
  return {
    time: packet.time,
    deliveredAt: packet.deliveredAt,
    up: packet.direction === 'up',
    gone,
    again,
    bare: packet.probe === undefined && packet.tcp?.length === 0,
    label: nameOf(packet, { gone, again, origin }, words, format),
  };
}

function nameOf(
  { probe, tcp, direction, fate }: FateRecord,
  { gone, again, origin }: { readonly gone: boolean; readonly again: boolean; readonly origin: number },
  words: Words,
  format: Format,
): string {
  const text = words.html.sequence;
  const parts: string[] = [];
  if (probe !== undefined) {
    const number = format.count(probe.number + 1);
    parts.push(direction === 'up' ? text.probe(number) : text.answer(number));
  } else if (tcp !== undefined)
    parts.push(tcp.length > 0 ? text.segment(format.count((tcp.seq - origin) >>> 0)) : text.ack);
  if (again) parts.push(text.again);
  if (gone) parts.push(fate === 'lost' ? text.lost : text.queueDropped);
  if (fate === 'corrupted') parts.push(text.corrupted);
  return parts.join(', ');
}
