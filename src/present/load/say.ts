/** One sentence for each loaded phase: what its packets wait for, each way. Pure. */

import { type LoadDocument, type Phase, probesOf } from '../../result/document/load.ts';
import { type Impairment, inFull } from '../../result/impairment.ts';
import { type Direction, MILLISECOND } from '../../units.ts';
import type { Words } from '../../words/index.ts';
import { formatFor } from '../format.ts';

/** ns, of half the packets; below it a direction counts as untouched. */
const UNTOUCHED = MILLISECOND;

/** @param short without how full the queue was, where that is seen beside it */
export function sentencesOf(document: LoadDocument, words: Words, short = false): string[] {
  return document.phases.flatMap((phase) => {
    const link = short ? null : linkIn(phase, document);
    return sentenceOf(phase, link, words) ?? [];
  });
}

/** As it was all the time of the phase; null: there was none, or it was changed meanwhile. */
function linkIn({ startSeconds, limitedBy }: Phase, document: LoadDocument): Impairment | null {
  if (limitedBy === 'changed') return null;
  const changes = probesOf(document)?.link?.changes ?? [];
  const changed = changes.findLast(({ atSeconds }) => atSeconds <= startSeconds);
  return changed?.impairment ?? document.spec.impairment;
}

function sentenceOf(phase: Phase, link: Impairment | null, words: Words): string | null {
  const { say, phases } = words.load;
  const format = formatFor(words);
  const { name, added } = phase;
  if (name === 'idle') return null;
  const [up, down] = [added.up.p50, added.down.p50];
  if (added.roundTrip.p50 === null) return say.unanswered(phases[name]);
  if (up === null || down === null) return say.untold(phases[name]);
  if (name === 'both') return say.both(format.time(up), format.time(down));
  if (!touched(phase, 'up') && !touched(phase, 'down'))
    return say[name === 'up' ? 'upHardly' : 'downHardly'](format.time(up), format.time(down));
  const queue = queueText(phase, name, link, words);
  if (name === 'up')
    return say.up(
      format.time(up),
      queue,
      touched(phase, 'down') ? say.downToo(format.time(down)) : say.downUntouched,
    );
  return say.down(
    format.time(down),
    queue,
    touched(phase, 'up') ? say.upToo(format.time(up)) : say.upUntouched,
  );
}

const touched = ({ added }: Phase, way: Direction): boolean => (added[way].p50 ?? 0) >= UNTOUCHED;

/** The lab knows why. */
function queueText({ queue }: Phase, way: Direction, link: Impairment | null, words: Words): string {
  const held = queue?.[way]?.p50 ?? null;
  if (held === null || link === null) return '';
  const { say } = words.load;
  const format = formatFor(words);
  const { queueBytes, queue: packets } = inFull(link[way]);
  const room = queueBytes === null ? say.packets(format.count(packets)) : format.bytes(queueBytes);
  return say.queueOf(format.bytes(held), room);
}
