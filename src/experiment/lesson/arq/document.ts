/** The lesson as a document. */
import { LESSON_SCHEMA, type LessonDocument } from '../../../result/document/lesson.ts';
import { describeHost } from '../../../run/client/host.ts';
import { PAYLOAD_BYTES } from './file.ts';
import type { RaceOptions, RaceOutcome } from './race/race.ts';

export interface LessonFrame {
  readonly version: string;
  readonly command: readonly string[];
  readonly startedAt: Date;
  readonly interrupted: boolean;
}

export function lessonDocument(
  { results, changes }: RaceOutcome,
  { file, window, timeout, impairment }: Pick<RaceOptions, 'file' | 'window' | 'timeout' | 'impairment'>,
  { version, command, startedAt, interrupted }: LessonFrame,
): LessonDocument {
  return {
    schema: LESSON_SCHEMA,
    name: 'arq',
    tool: { name: 'sockbench', version },
    startedAt: startedAt.toISOString(),
    command: [...command],
    host: describeHost(),
    spec: {
      bytes: file.length,
      payload: PAYLOAD_BYTES,
      window,
      timeoutSeconds: timeout / 1e9,
      impairment,
    },
    ending: { status: interrupted ? 'interrupted' : 'completed' },
    protocols: [...results],
    changes: [...changes],
    asserts: [],
  };
}
