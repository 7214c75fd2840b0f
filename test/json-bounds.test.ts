import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type JsonBounds, JsonBoundsError, jsonProblem, parseJson } from '../src/json-bounds.ts';

const BOUNDS: JsonBounds = { depth: 4, values: 10, letters: 20 };

test.each([
  ['[[[[1]]]]', undefined],
  ['[[[[[1]]]]]', 'deep'],
  ['{"a":{"b":{"c":{"d":{}}}}}', 'deep'],
  [`${'['.repeat(1e6)}`, 'deep'],
  // Brackets and commas within strings are none, whatever stands before the quote.
  ['"[[[[[[{{{{{,,,,,,,"', undefined],
  ['["\\"[[[[[[", "\\\\", "\\\\\\"]]]]"]', undefined],
  ['["\\\\",[[[[', 'deep'],
  ['[1,2,3,4,5,6,7,8]', undefined],
  ['[1,2,3,4,5,6,7,8,9,10]', 'many'],
  [`[${'{},'.repeat(1e6)}{}]`, 'many'],
  ['1e999', 'infinite'],
  ['[-1E+400]', 'infinite'],
  ['{"a":1e308}', undefined],
  ['"1e999"', undefined],
  [`[${'9'.repeat(400)}]`, 'infinite'],
  [`[0.${'9'.repeat(400)}]`, undefined],
  ['true', undefined],
  [`"${'x'.repeat(20)}"`, undefined],
  [`["${'x'.repeat(21)}"]`, 'long'],
  [`{"${'x'.repeat(21)}`, 'long'],
])('%.30s: %s', (text, problem) => {
  expect(jsonProblem(text, BOUNDS)).toBe(problem);
});

test('what is within the bounds is parsed as ever, and a number is always finite', () => {
  const finite = (value: unknown): boolean =>
    typeof value === 'number'
      ? Number.isFinite(value)
      : typeof value !== 'object' || value === null || Object.values(value).every(finite);
  fc.assert(
    fc.property(fc.json({ maxDepth: 3 }), (text) => {
      expect(parseJson(text, { depth: 8, values: 1000 })).toEqual(JSON.parse(text));
    }),
  );
  const number = fc.stringMatching(/^-?(0|[1-9][0-9]{0,5})(\.[0-9]{1,3})?([eE][+-]?[0-9]{1,4})?$/);
  fc.assert(
    fc.property(fc.array(number, { maxLength: 5 }), (numbers) => {
      const text = `[${numbers.join()}]`;
      const infinite = !finite(JSON.parse(text));
      expect(jsonProblem(text, { depth: 8, values: 1000 })).toBe(infinite ? 'infinite' : undefined);
    }),
    { numRuns: 500 },
  );
});

test('depth and values are counted as the parser would find them', () => {
  const depthOf = (value: unknown): number =>
    typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
  const valuesOf = (value: unknown): number =>
    typeof value === 'object' && value !== null
      ? Object.values(value).reduce((sum: number, inner) => sum + valuesOf(inner), 1)
      : 1;
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = JSON.stringify(value);
      const depth = depthOf(value);
      const values = valuesOf(value);
      // An empty container is counted twice: nobody is hurt by a bound that is reached a little early.
      expect(jsonProblem(text, { depth, values: 2 * values })).toBeUndefined();
      if (depth > 0) expect(jsonProblem(text, { depth: depth - 1, values: 2 * values })).toBe('deep');
      if (values > 1) expect(jsonProblem(text, { depth, values: values - 1 })).toBe('many');
    }),
  );
});

test('beyond the bounds nothing is parsed', () => {
  expect(() => parseJson('[[[[[', BOUNDS)).toThrow(JsonBoundsError);
  expect(() => parseJson('[[[[', BOUNDS)).toThrow(SyntaxError);
});

test('nobody else parses JSON', () => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  expect(sources.length).toBeGreaterThan(200);
  const parsing = sources.filter((file) =>
    /\bJSON\s*\.\s*parse\b/.test(readFileSync(join('src', file), 'utf8')),
  );
  // The program's own version, and lines between its own processes.
  expect(parsing.sort()).toEqual([
    'cli/main.ts',
    'experiment/load/lab-process.ts',
    'experiment/load/over-lab.ts',
    'json-bounds.ts',
    'library/in-lab-process.ts',
    'library/lab-run.ts',
    'library/version.ts',
  ]);
});
