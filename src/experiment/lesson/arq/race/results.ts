/** What a racer came to. */
import type { Entrant, LessonPacket, ProtocolResult } from '../../../../result/document/lesson.ts';
import { efficiencyOf } from '../predict.ts';

/** What was counted of it. */
export interface Counted {
  readonly sent: number;
  readonly resent: number;
  readonly needless: number;
  readonly lost: number;
  readonly lostAnswers: number;
  /** Bytes of IP packets that carry the file once. */
  readonly usefulBytes: number;
  /** Bytes of the file that were delivered so far. */
  readonly delivered: number;
  readonly packets: readonly LessonPacket[];
}

/**
 * @param time until the sender knew that all had arrived, ns; null: it did not get so far
 * @param delivered what the receiver delivered in the end; null: it did not get so far
 * @param bandwidth of the link, bits per second; null: unlimited, or it was changed meanwhile
 */
export function resultOf(
  entrant: Entrant,
  { usefulBytes, packets, ...counts }: Counted,
  time: number | null,
  file: Uint8Array,
  delivered: Uint8Array | null,
  bandwidth: number | null,
): ProtocolResult {
  const { predicted } = entrant;
  const took = time === null || time <= 0 ? null : time;
  return {
    ...entrant,
    predicted: predicted === null ? null : [predicted[0], predicted[1]],
    seconds: took === null ? null : took / 1e9,
    goodput: took === null ? null : (file.length * 8e9) / took,
    ...counts,
    delivered: delivered?.length ?? counts.delivered,
    intact: delivered !== null && Buffer.compare(delivered, file) === 0,
    efficiency: took === null ? null : efficiencyOf(usefulBytes, took, bandwidth),
    packets: [...packets],
  };
}
