/** One sentence for each loaded phase: what its packets wait for, each way. Pure. */

import type { LoadDocument, Phase } from '../../result/document/load.ts';
import { inFull } from '../../result/impairment.ts';
import { type Direction, MILLISECOND } from '../../units.ts';
import type { Words } from '../../words/index.ts';
import { formatFor } from '../format.ts';

/** ns, of half the packets; below it a direction counts as untouched. */
const UNTOUCHED = MILLISECOND;

export function sentencesOf(document: LoadDocument, words: Words): string[] {
  return document.phases.flatMap((phase) => sentenceOf(phase, document, words) ?? []);
}

function sentenceOf(phase: Phase, { spec }: LoadDocument, words: Words): string | null {
  const { say, phases } = words.load;
  const format = formatFor(words);
  const { name, added } = phase;
  if (name === 'idle') return null;
  const [up, down] = [added.up.p50, added.down.p50];
  if (up === null || down === null) return say.untold(phases[name]);
  if (name === 'both') return say.both(format.time(up), format.time(down));
  if (!touched(phase, 'up') && !touched(phase, 'down'))
    return say[name === 'up' ? 'upHardly' : 'downHardly'](format.time(up), format.time(down));
  const queue = queueText(phase, name, spec.impairment, words);
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
function queueText(
  { queue }: Phase,
  way: Direction,
  link: LoadDocument['spec']['impairment'],
  words: Words,
): string {
  const held = queue?.[way]?.p50 ?? null;
  if (held === null || link === null) return '';
  const { say } = words.load;
  const format = formatFor(words);
  const { queueBytes, queue: packets } = inFull(link[way]);
  const room = queueBytes === null ? say.packets(format.count(packets)) : format.bytes(queueBytes);
  return say.queueOf(format.bytes(held), room);
}
