import { readFileSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { resultJson } from '../../src/present/json.ts';
import { RunResultSchema } from '../../src/result/schema.ts';
import { samples } from '../fixtures/results.ts';
import { violations } from './json-schema.ts';

const schema = toJsonSchema(RunResultSchema, { ignoreActions: ['finite'] }) as Record<string, unknown>;

test.each(Object.entries(samples))('%s conforms to the JSON Schema', (_, make) => {
  expect(violations(schema, JSON.parse(resultJson(make())))).toEqual([]);
});

test('what does not conform is found', () => {
  const result = JSON.parse(resultJson(samples.udpLossy()));
  result.transports[0].probes.sent = -1;
  delete result.host.cores;
  result.ending.status = 'fine';
  expect(violations(schema, result)).toEqual(
    expect.arrayContaining([
      '$.host.cores: required',
      '$.ending.status: enum',
      '$.transports[0].probes: anyOf',
    ]),
  );
});

test('a length of a run is a number, and transports are two at most', () => {
  const result = JSON.parse(resultJson(samples.udpLossy()));
  const holds = () => v.safeParse(RunResultSchema, result).success;
  expect(holds()).toBe(true);
  result.transports[0].loss.runLengths = { many: 1 };
  expect(holds()).toBe(false);
  result.transports[0].loss.runLengths = { '12': 1 };
  expect(holds()).toBe(true);
  result.transports = [result.transports[0], result.transports[0], result.transports[0]];
  expect(holds()).toBe(false);
});

test('the published file is the schema of this source', () => {
  const file = new URL('../../dist/result/sockbench.result.1.json', import.meta.url);
  const published = JSON.parse(readFileSync(file, 'utf8'));
  expect(published).toMatchObject(JSON.parse(JSON.stringify(schema)));
  expect(published.title).toBe('sockbench.result/1');
});
