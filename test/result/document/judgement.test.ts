/** The documents of judge, lessons and loads, as they are published. */
import { toJsonSchema } from '@valibot/to-json-schema';
import { expect, test } from 'vitest';
import { classDescriptions } from '../../../src/result/descriptions/classroom.ts';
import { described, namesIn, type SchemaNode } from '../../../src/result/descriptions/describe.ts';
import { judgementDescriptions } from '../../../src/result/descriptions/judgement.ts';
import { lessonDescriptions } from '../../../src/result/descriptions/lesson.ts';
import { loadDescriptions } from '../../../src/result/descriptions/load.ts';
import { repeatDescriptions } from '../../../src/result/descriptions/repeat.ts';
import { ClassSchema } from '../../../src/result/document/classroom.ts';
import { JudgementSchema } from '../../../src/result/document/judgement.ts';
import { LessonSchema } from '../../../src/result/document/lesson.ts';
import { LoadSchema } from '../../../src/result/document/load.ts';
import { RepeatDocumentSchema } from '../../../src/result/document/repeat.ts';

test.each([
  ['a judgement', JudgementSchema, judgementDescriptions],
  ['a class', ClassSchema, classDescriptions],
  ['a lesson', LessonSchema, lessonDescriptions],
  ['a load', LoadSchema, loadDescriptions],
  ['a repeated run', RepeatDocumentSchema, repeatDescriptions],
] as const)('every name of %s has a description', (_, document, descriptions) => {
  const schema = described(toJsonSchema(document, { ignoreActions: ['finite'] }), descriptions);
  const names = [...namesIn(schema as SchemaNode)];
  expect(names.length).toBeGreaterThan(40);
  expect(names.filter(({ node }) => (node.description ?? '') === '').map(({ path }) => path)).toEqual([]);
});
