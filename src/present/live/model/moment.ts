/** What one transport has just gone through, in a sentence beside its strip. Pure. */

import type { Speech } from '../sentences.ts';
import { widthOf } from '../text.ts';
import { drawnStrip } from './drawn.ts';
import { anyMissing, cameAfter, holeInView } from './happening.ts';
import type { Lane } from './model.ts';
import { ALL, endOf, holesIn, isSeen, type Run, sumOf, type View, waitsIn } from './runs.ts';
import { tallyOf } from './tally.ts';

/** @param view probes that are shown @param room columns; where the whole does not fit, what can be seen is not said */
export function momentSentence(
  speech: Speech,
  lane: Lane,
  view: View = ALL,
  room = Number.POSITIVE_INFINITY,
): string {
  const forms = (lane.transport === 'tcp' ? ofTcp : ofUdp)(speech, lane, view);
  return forms.find((form) => widthOf(form) <= room) ?? forms.at(-1) ?? '';
}

/** The same said at length, and shorter. */
type Forms = readonly string[];

function ofUdp(speech: Speech, lane: Lane, view: View): Forms {
  const { happened } = speech.words;
  const tally = tallyOf(lane);
  if (tally === null || tally.sent === 0) return [];
  const strip = drawnStrip(lane);
  const holes = holesIn(strip, view);
  // At the end there is no last one: all that are shown are told.
  if (lane.final !== null && holes.length > 1) return listed(speech, holes, happened.gone);
  const hole = holeInView(lane, view);
  if (hole !== null) {
    const [first, last] = numbersOf(speech, hole);
    const gone = hole.count === 1 ? happened.holeOne(first) : happened.holeMany(first, last);
    return cameAfter(hole, lane.strip) ? [`${gone}; ${happened.nextCame}.`, `${gone}.`] : [`${gone}.`];
  }
  if (anyMissing(strip, view)) return [];
  if (tally.missing > 0) return [happened.calmShown, happened.calmShownShort];
  return tally.answered === 0 ? awaited(speech, tally.sent) : [happened.calmUdp, happened.calmUdpShort];
}

function ofTcp(speech: Speech, lane: Lane, view: View): Forms {
  const { words, figures } = speech;
  const { happened } = words;
  const { happening: one } = lane;
  const tally = tallyOf(lane);
  const over = lane.final !== null;
  if (tally === null || tally.sent === 0) return [];
  if (one !== null && !over && isSeen(one, view)) {
    const name = nameOf(speech, one);
    const which = `${name} (${figures.count(one.count)})`;
    if (one.kind === 'stall')
      return [happened.stall(which), happened.stallShort(which), happened.stallShort(name)];
    if (one.kind === 'burst') {
      const longest = figures.time(one.longest);
      const whole = one.known ? happened.burstKnown : happened.burst;
      return [
        whole(which, longest),
        happened.burstShort(which, longest),
        happened.burstShort(name, longest),
        `${name}: ${longest}`,
      ];
    }
  }
  const waits = waitsIn(lane.strip, view);
  if (waits.length > 0) return listed(speech, waits, happened.waited);
  if (tally.missing > 0 || (over && tally.answered < tally.sent)) return [];
  return tally.answered === 0 ? awaited(speech, tally.sent) : [happened.calmTcp, happened.calmTcpShort];
}

const awaited = ({ words: { happened } }: Speech, sent: number): Forms => [
  happened.awaited(sent),
  happened.awaitedShort(sent),
];

/** More would be read by nobody. */
const MOST_NAMED = 12;

/** All by their numbers, and then fewer of them: what is left out is counted. */
function listed(
  speech: Speech,
  runs: readonly Run[],
  say: (count: number, names: string, more: number) => string,
): Forms {
  const total = sumOf(runs);
  const forms = runs.slice(0, MOST_NAMED).map((_, at, named) => {
    const shown = named.slice(0, named.length - at);
    return say(total, shown.map((run) => nameOf(speech, run)).join(', '), total - sumOf(shown));
  });
  // Where not even the rest can be counted, that there is more.
  return runs.length > 1 ? [...forms, say(total, `${nameOf(speech, runs[0]!)} …`, 0).slice(0, -1)] : forms;
}

/** `#651–#662`, `#794`: as people count, from 1. */
function nameOf(speech: Speech, run: Run): string {
  const [first, last] = numbersOf(speech, run);
  return run.count === 1 ? `#${first}` : `#${first}–#${last}`;
}

const numbersOf = ({ figures }: Speech, run: Run): [first: string, last: string] => [
  figures.count(run.first + 1),
  figures.count(endOf(run)),
];
