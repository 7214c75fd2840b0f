/** A sentence for each thing that happens in a race. */
import type { Happening, LessonPacket, Racer } from '../../result/document/lesson.ts';
import type { Words } from '../../words/index.ts';
import { numbersIn } from '../../words/numbers.ts';

/** @returns null where there is nothing to say: what arrives says so itself */
export function sayHappening(racer: Racer, happening: Happening, words: Words): string | null {
  const say = words.lesson.say;
  const count = numbersIn(words.tag).number;
  switch (happening.what) {
    case 'sent':
      return (happening.again ? say.again : say.sent)(count(happening.index));
    case 'timeout':
      return (racer === 'go-back-n' ? say.timeoutAll : say.timeout)(count(happening.index));
    case 'acknowledged':
      return (happening.cumulative && racer !== 'stop-and-wait' ? say.acknowledgedAll : say.acknowledged)(
        count(happening.index),
      );
    case 'arrived': {
      // Of stop-and-wait, what is not the next one is a copy.
      const taken =
        racer === 'stop-and-wait' && happening.taken === 'discarded' ? 'duplicate' : happening.taken;
      return say[taken](count(happening.index));
    }
    case 'fate':
      return racer === 'tcp' ? sayOfTcp(happening.packet, words) : sayFate(happening.packet, words);
    case 'progress':
      return null;
    default:
      return happening satisfies never;
  }
}

/** `0.050 s` */
export function clockOf(ns: number, { tag }: Words): string {
  const places = { minimumFractionDigits: 3, maximumFractionDigits: 3 };
  // The ends' clocks and the start differ by less than is shown.
  return `${(Math.max(0, ns) / 1e9).toLocaleString(tag, places)} s`;
}

/** When it happened, ns since the start. */
export function timeOf(happening: Happening): number {
  if (happening.what !== 'fate') return happening.time;
  const { packet } = happening;
  // A loss is seen nowhere; it is told at the time of sending.
  return packet.fate === 'corrupted' ? (packet.deliveredAt ?? packet.time) : packet.time;
}

function sayFate({ kind, number, fate }: LessonPacket, words: Words): string | null {
  const say = words.lesson.say;
  if (fate === 'delivered' || number === null) return null;
  const name = numbersIn(words.tag).number(number);
  if (kind === 'data') return say[fate](name);
  return (fate === 'corrupted' ? say.answerCorrupted : say.answerLost)(name);
}

function sayOfTcp({ kind, number, fate, again }: LessonPacket, words: Words): string | null {
  const say = words.lesson.say;
  if (kind !== 'data' || number === null) return null;
  const byte = numbersIn(words.tag).number(number);
  if (fate !== 'delivered') return say.segmentLost(byte);
  return again ? say.segmentAgain(byte) : null;
}
