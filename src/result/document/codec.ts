/** From the bytes of any file to a RunResult, or one clear error: size, JSON, schema name, migrations, validation. */
import * as v from 'valibot';
import { SockbenchError } from '../../errors.ts';
import { type JsonBounds, MOST_DEPTH, parseJson } from '../../json-bounds.ts';
import { CLASS_SCHEMA, type ClassDocument, ClassSchema } from './classroom.ts';
import { otherDocument, unwrapped } from './envelope.ts';
import { JUDGEMENT_SCHEMA, type Judgement, JudgementSchema } from './judgement.ts';
import { LESSON_SCHEMA, type LessonDocument, LessonSchema } from './lesson.ts';
import { LOAD_SCHEMA, type LoadDocument, LoadSchema } from './load.ts';
import { MIGRATIONS, type Migration, renamed } from './migrations.ts';
import { REPEAT_SCHEMA, type RepeatDocument, RepeatDocumentSchema } from './repeat.ts';
import { type RunResult, RunResultSchema, SCHEMA_NAME } from './schema.ts';

/** 100,000 intervals with 10,000 fates of packets are some 40 MB; more is no result of ours. */
export const LARGEST_RESULT = 256 * 2 ** 20;

/** 100,000 intervals of two transports are four million values; eight million take a gigabyte for a moment. A histogram is some 100 kB. */
const BOUNDS: JsonBounds = { depth: MOST_DEPTH, values: 2 ** 23, letters: 2 ** 20 };

const CURRENT = versionOf(SCHEMA_NAME)!;

/**
 * @param bytes the whole file
 * @param file its name, for the messages
 * @throws SockbenchError `result-too-large`, `result-truncated`, `result-foreign`, `result-other`, `result-newer` or `result-damaged`
 */
export function parseResult(
  bytes: Uint8Array,
  file: string,
  migrations: ReadonlyMap<number, Migration> = MIGRATIONS,
): RunResult {
  return validated(RunResultSchema, upToDate(json(bytes, file), file, migrations), file);
}

/** A document that was saved, of whichever kind. */
export type Saved =
  | { readonly kind: 'result'; readonly document: RunResult }
  | { readonly kind: 'judgement'; readonly document: Judgement }
  | { readonly kind: 'class'; readonly document: ClassDocument }
  | { readonly kind: 'lesson'; readonly document: LessonDocument }
  | { readonly kind: 'load'; readonly document: LoadDocument }
  | { readonly kind: 'repeat'; readonly document: RepeatDocument };

/** As {@link parseResult}, of every kind of document. */
export function parseSaved(bytes: Uint8Array, file: string): Saved {
  const value = json(bytes, file);
  const schema = isRecord(value) ? value['schema'] : undefined;
  if (schema === JUDGEMENT_SCHEMA)
    return { kind: 'judgement', document: validated(JudgementSchema, value, file) };
  if (schema === CLASS_SCHEMA) return { kind: 'class', document: validated(ClassSchema, value, file) };
  if (schema === LESSON_SCHEMA) return { kind: 'lesson', document: validated(LessonSchema, value, file) };
  if (schema === REPEAT_SCHEMA)
    return { kind: 'repeat', document: validated(RepeatDocumentSchema, value, file) };
  if (schema === LOAD_SCHEMA) return { kind: 'load', document: validated(LoadSchema, value, file) };
  return {
    kind: 'result',
    document: validated(RunResultSchema, upToDate(value, file, MIGRATIONS), file),
  };
}

function validated<T>(
  schema: v.BaseSchema<unknown, T, v.BaseIssue<unknown>>,
  value: unknown,
  file: string,
): T {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  throw new SockbenchError('result-damaged', 'read', {
    file,
    // Names of fields are the file's own where they are keys of a record.
    field: harmless(v.getDotPath(issue) ?? ''),
    reason: harmless(issue.message),
  });
}

/** Letters, digits, signs and spaces; nothing that acts on a terminal. */
const harmless = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '\ufffd')
    .slice(0, 200);

function json(bytes: Uint8Array, file: string): unknown {
  const text = unwrapped(bytes, file, LARGEST_RESULT);
  try {
    return parseJson(text, BOUNDS);
  } catch (cause) {
    // Ours begins with its schema: then the rest is missing or damaged. Anything else was never a result.
    const ours = /^\{\s*"(event"\s*:\s*"result"\s*,\s*")?schema"\s*:\s*"sockbench\.result\//.test(text);
    if (!ours) throw new SockbenchError('result-foreign', 'read', { file }, cause);
    throw new SockbenchError('result-truncated', 'read', { file }, cause);
  }
}

function upToDate(document: unknown, file: string, migrations: ReadonlyMap<number, Migration>): unknown {
  const schema = isRecord(document) ? document['schema'] : undefined;
  let version = typeof schema === 'string' ? versionOf(schema) : undefined;
  if (version === undefined) {
    const other = otherDocument(schema);
    throw other === undefined
      ? new SockbenchError('result-foreign', 'read', { file })
      : new SockbenchError('result-other', 'read', { file, ...other });
  }
  if (version > CURRENT) throw new SockbenchError('result-newer', 'read', { file, version });
  let current = document as Record<string, unknown>;
  while (version < CURRENT) {
    const migrate = migrations.get(version);
    if (migrate === undefined) throw new SockbenchError('result-foreign', 'read', { file });
    current = migrate(current);
    version++;
  }
  return renamed(current);
}

function versionOf(schema: string): number | undefined {
  const match = /^sockbench\.result\/(\d{1,6})$/.exec(schema);
  return match === null ? undefined : Number(match[1]);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
