/** docs/asserts.md against the table of figures: neither knows a name that the other does not. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readAssertion } from '../../src/result/asserts/assertions.ts';
import { readLoadAssertion } from '../../src/result/asserts/load-asserts.ts';
import { readComparisonAssertion } from '../../src/result/compare/comparison-asserts.ts';
import { DIRECTED, SOURCES } from '../../src/result/figures.ts';
import { metricFor, metricNames } from '../../src/result/metrics.ts';

const doc = readFileSync(new URL('../../docs/asserts.md', import.meta.url), 'utf8');

/** Names and kind of each row of a table of figures. */
const rows = Array.from(doc.matchAll(/^\| (`[^|]*) \| (\w+) \| \S/gm), ([, names, kind]) => ({
  names: Array.from(names!.matchAll(/`([^`]+)`/g), ([, name]) => name!),
  kind: kind!,
}));
const described = rows.flatMap(({ names, kind }) => names.map((name) => ({ name, kind })));
/** What the page says once for several names. */
const prefixes = Object.keys(SOURCES).filter((prefix) => prefix !== '');
const bare = (name: string): string =>
  name
    .replace(/^(?:response|service|sendLag|connect|network|server|reading)\./, '')
    .replace(/^(?:up|down)\.(?=(?:\w+)$)/, (side) =>
      Object.hasOwn(DIRECTED, name.slice(side.length)) ? '' : side,
    );

describe('docs/asserts.md', () => {
  it('has a row for each figure, with its kind', () => {
    expect(metricNames().length).toBeGreaterThan(80);
    const missing = metricNames().filter(
      ({ name, kind }) => !described.some((row) => row.name === bare(name) && row.kind === kind),
    );
    expect(missing).toEqual([]);
    for (const prefix of prefixes) expect(doc).toContain(`\`${prefix}\``);
  });

  it('has no row for a figure that does not exist', () => {
    expect(described.filter(({ name, kind }) => metricFor(name)?.kind !== kind)).toEqual([]);
  });

  it('shows only expressions that can be read, or says that they are refused', () => {
    const refused = new Set(['p99<5', 'loss<1', 'goodput>100']);
    const shown = [
      ...Array.from(doc.matchAll(/--assert '([^']+)'/g), ([, expression]) => expression!),
      ...Array.from(doc.matchAll(/`([a-z0-9.]+[<>=]+[^`\s]+)`/gi), ([, expression]) => expression!),
    ];
    expect(shown.length).toBeGreaterThan(10);
    for (const expression of shown) {
      const read = /\.(change|difference)/.test(expression)
        ? readComparisonAssertion(expression)
        : /^(idle|both|up|down)\.(added|goodput)|^down\.loss(\.up)?</.test(expression)
          ? readLoadAssertion(expression)
          : readAssertion(expression);
      expect('why' in read, expression).toBe(refused.has(expression));
    }
  });
});
