import { toJsonSchema } from '@valibot/to-json-schema';
import { expect, test } from 'vitest';
import { described, namesIn, type SchemaNode } from '../../src/result/descriptions/describe.ts';
import { judgementDescriptions } from '../../src/result/descriptions/judgement.ts';
import { JudgementSchema } from '../../src/result/judgement.ts';

test('every name of a judgement has a description', () => {
  const schema = described(
    toJsonSchema(JudgementSchema, { ignoreActions: ['finite'] }),
    judgementDescriptions,
  );
  const names = [...namesIn(schema as SchemaNode)];
  expect(names.length).toBeGreaterThan(120);
  expect(names.filter(({ node }) => (node.description ?? '') === '').map(({ path }) => path)).toEqual([]);
});
