/** Numbers of every schema have an end: a document of others cannot make a loop of ours go on for ever. */
import * as v from 'valibot';
import { expect, test } from 'vitest';
import * as judgement from '../src/result/document/judgement.ts';
import * as lesson from '../src/result/document/lesson.ts';
import * as load from '../src/result/document/load.ts';
import * as result from '../src/result/document/schema.ts';
import * as impairment from '../src/result/impairment.ts';
import * as spec from '../src/result/spec.ts';
import * as environment from '../src/run/lab/environment.ts';
import * as channel from '../src/run/lab/link/channel.ts';
import * as chat from '../src/session/chat/language/events.ts';
import * as control from '../src/wire/control.ts';

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;
/** Actions of a pipe that no infinite number passes. */
const ENDS = new Set(['finite', 'integer', 'safe_integer', 'max_value']);

/** Paths of numbers that may be infinite. */
function endless(schema: unknown, path: string, seen: Set<unknown>, found: string[]): void {
  if (!isNode(schema) || seen.has(schema)) return;
  seen.add(schema);
  if (schema['kind'] === 'schema' && schema['type'] === 'number') {
    const pipe = (schema['pipe'] ?? []) as Node[];
    if (
      !pipe
        .flatMap((action) => [action, ...((action['pipe'] ?? []) as Node[])])
        .some(({ type }) => ENDS.has(type as string))
    )
      found.push(path);
    return;
  }
  for (const [key, inner] of Object.entries(schema)) {
    if (key === 'pipe' && Array.isArray(inner) && inner[0] === schema) continue;
    endless(inner, `${path}.${key}`, seen, found);
  }
}

const modules: Readonly<Record<string, unknown>> = {
  ...impairment,
  ...judgement,
  ...lesson,
  ...load,
  ...result,
  ...spec,
  ...channel,
  ...environment,
  ...chat,
  ...control,
};
const schemas = Object.entries(modules).filter(([, value]) => isNode(value) && value['kind'] === 'schema');

test('the look-out sees a number without an end', () => {
  const found: string[] = [];
  const schema = v.object({
    a: v.array(v.nullable(v.pipe(v.number(), v.minValue(0)))),
    b: v.pipe(v.number(), v.finite()),
  });
  endless(schema, '', new Set(), found);
  expect(found).toHaveLength(1);
});

test('every number of every schema has an end', () => {
  expect(schemas.length).toBeGreaterThan(30);
  const found: string[] = [];
  for (const [name, schema] of schemas) endless(schema, name, new Set(), found);
  expect(found).toEqual([]);
});
