import { readFileSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { resultJson } from '../../../src/present/export/json.ts';
import {
  described,
  descriptionOf,
  namesIn,
  type SchemaNode,
} from '../../../src/result/descriptions/describe.ts';
import { resultDescriptions } from '../../../src/result/descriptions/result.ts';
import { RunResultSchema } from '../../../src/result/document/schema.ts';
import { samples } from '../../fixtures/results.ts';
import { violations } from '../json-schema.ts';

const schema = described(
  toJsonSchema(RunResultSchema, { ignoreActions: ['finite'] }) as Record<string, unknown>,
  resultDescriptions,
);

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
  const file = new URL('../../../dist/result/sockbench.result.1.json', import.meta.url);
  const published = JSON.parse(readFileSync(file, 'utf8'));
  expect(published).toMatchObject(JSON.parse(JSON.stringify(schema)));
  expect(published.title).toBe('sockbench.result/1');
});

/** A unit, or what is counted. */
const UNIT = /\b(ns|seconds|bytes|bits|per second|shares?|numbers?|rates|counts)\b|\b\d\.\.\d\b/i;
const names = [...namesIn(schema as SchemaNode)];
const isNumber = ({ type, anyOf = [], items }: SchemaNode): boolean =>
  type === 'number' ||
  type === 'integer' ||
  anyOf.some(isNumber) ||
  (items !== undefined && !Array.isArray(items) && isNumber(items));

test('every name has a description, every number its unit, and every description a name', () => {
  expect(names.length).toBeGreaterThan(500);
  expect(names.filter(({ node }) => (node.description ?? '') === '').map(({ path }) => path)).toEqual([]);
  const numbers = names.filter(({ node }) => isNumber(node));
  expect(
    numbers
      .filter(({ node }) => !UNIT.test(node.description!))
      .map(({ path, node }) => `${path}: ${node.description}`),
  ).toEqual([]);
  const used = new Set(names.map(({ path }) => descriptionOf(path, resultDescriptions)));
  expect(Object.entries(resultDescriptions).filter(([, text]) => !used.has(text))).toEqual([]);
});

test('the longest end of a path decides', () => {
  const table = { sent: 'a', 'probes.sent': 'b', 'x.probes.sent': 'c' };
  expect(
    ['sent', 'y.sent', 'y.probes.sent', 'x.probes.sent', 'nothing'].map((path) => descriptionOf(path, table)),
  ).toEqual(['a', 'a', 'b', 'c', undefined]);
});
