/** What one transport has just gone through, in a sentence beside its strip. Pure. */

import type { Speech } from '../sentences.ts';
import { widthOf } from '../text.ts';
import { anyMissing, cameAfter, holeInView, waitedOf } from './happening.ts';
import type { Lane } from './model.ts';
import { tallyOf } from './tally.ts';

/** @param from first probe that is shown @param room columns; where the whole does not fit, what can be seen is not said */
export function momentSentence(
  speech: Speech,
  lane: Lane,
  from = 0,
  room = Number.POSITIVE_INFINITY,
): string {
  const forms = (lane.transport === 'tcp' ? ofTcp : ofUdp)(speech, lane, from);
  return forms.find((form) => widthOf(form) <= room) ?? forms.at(-1) ?? '';
}

/** The same said at length, and shorter. */
type Forms = readonly string[];

function ofUdp({ words, figures }: Speech, lane: Lane, from: number): Forms {
  const { happened } = words;
  const tally = tallyOf(lane);
  if (tally === null || tally.sent === 0) return [];
  const hole = holeInView(lane, from);
  if (hole !== null) {
    const first = figures.count(hole.first + 1);
    const last = figures.count(hole.first + hole.count);
    const gone = hole.count === 1 ? happened.holeOne(first) : happened.holeMany(first, last);
    return cameAfter(hole, lane.strip) ? [`${gone}; ${happened.nextCame}.`, `${gone}.`] : [`${gone}.`];
  }
  if (anyMissing(lane.strip, from)) return [];
  if (tally.missing > 0) return [happened.calmShown];
  return [tally.answered === 0 ? happened.awaited(tally.sent) : happened.calmUdp];
}

function ofTcp({ words, figures }: Speech, lane: Lane, from: number): Forms {
  const { happened } = words;
  const { happening: one } = lane;
  const tally = tallyOf(lane);
  const over = lane.final !== null;
  if (tally === null || tally.sent === 0) return [];
  if (one?.kind === 'stall' && !over) return [happened.stall(figures.count(one.waiting))];
  // At the end there is no just now, but there is a slowest: another wait beside it would only puzzle.
  if (one?.kind === 'burst' && !(over && (one.longest ?? 0) < (tally.slowest ?? 0))) {
    const [behind, longest] = [figures.count(one.behind), figures.time(one.longest)];
    return one.known
      ? [happened.burstKnown(behind, longest), happened.burstKnownShort(behind, longest)]
      : [happened.burst(behind, longest), happened.burstShort(behind, longest)];
  }
  const waited = waitedOf(lane.strip, from);
  if (waited > 0) return [happened.waited(waited)];
  if (tally.missing > 0 || (over && tally.answered < tally.sent)) return [];
  return [tally.answered === 0 ? happened.awaited(tally.sent) : happened.calmTcp];
}
