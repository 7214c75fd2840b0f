/** Races for the tests, in virtual time: events and documents as a real one makes them. */
import { lessonDocument } from '../../../src/experiment/lesson/arq/document.ts';
import { lessonFile } from '../../../src/experiment/lesson/arq/file.ts';
import { ARQ_PROTOCOLS } from '../../../src/experiment/lesson/arq/numbers.ts';
import { setupFor } from '../../../src/experiment/lesson/arq/protocols.ts';
import { ArqLane } from '../../../src/experiment/lesson/arq/race/lanes.ts';
import { resultOf } from '../../../src/experiment/lesson/arq/race/results.ts';
import { simulate } from '../../../src/experiment/lesson/arq/simulate.ts';
import type {
  Entrant,
  Happening,
  LessonDocument,
  LessonEvent,
  ProtocolResult,
} from '../../../src/result/document/lesson.ts';
import { NO_IMPAIRMENT } from '../../../src/result/impairment.ts';

export interface Raced {
  readonly events: readonly LessonEvent[];
  readonly document: LessonDocument;
}

/** @param protocols of those that are no TCP */
export function race(
  protocols: readonly (typeof ARQ_PROTOCOLS)[number][] = ARQ_PROTOCOLS,
  bytes = 20_000,
): Raced {
  const both = { ...NO_IMPAIRMENT, loss: 0.15, delay: 20e6, bandwidth: 10e6 };
  const impairment = { up: both, down: both, profile: null, seed: 5 };
  const file = lessonFile(bytes, 1);
  const window = 4;
  const timeout = 90e6;
  const entrants = protocols.map(
    (name): Entrant => ({
      name,
      window: name === 'stop-and-wait' ? 1 : window,
      space: 8,
      timeoutSeconds: timeout / 1e9,
      predicted: [0.01, 0.2],
      textbook: 0.15,
    }),
  );
  const events: LessonEvent[] = [
    { event: 'start', entrants, impairment, packets: Math.max(1, Math.ceil(bytes / 1024)), bytes },
  ];
  const results = entrants.map((entrant): ProtocolResult => {
    const name = entrant.name as (typeof ARQ_PROTOCOLS)[number];
    const setup = setupFor(name, window, timeout, false);
    const lane = new ArqLane(setup, file.length);
    const tell = (happenings: readonly Happening[]) =>
      events.push({ event: 'happened', racer: name, happenings });
    const { time, file: delivered } = simulate({
      setup,
      impairment,
      file,
      watch: { moved: (move) => tell(lane.moved([move])), fated: (record) => tell(lane.fated(record)) },
    });
    tell(lane.finish());
    const result = resultOf(entrant, lane.counted(), time, file, delivered, both.bandwidth);
    events.push({ event: 'ended', result });
    return result;
  });
  const frame = {
    version: '1.2.3',
    command: ['sockbench', 'lesson', 'arq'],
    startedAt: new Date(0),
    interrupted: false,
  };
  return {
    events,
    document: lessonDocument({ results, changes: [] }, { file, window, timeout, impairment }, frame),
  };
}
