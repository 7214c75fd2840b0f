/** What a shell offers as a value is one that the option takes. */
import { describe, expect, test } from 'vitest';
import { VALUES } from '../../src/cli/completion-scripts.ts';
import { impairmentFrom } from '../../src/cli/options/impairment.ts';
import type { RunOptions } from '../../src/cli/options/run-options.ts';
import { specFrom } from '../../src/cli/options/spec.ts';
import { wordsFor } from '../../src/words/index.ts';

const words = wordsFor('en');
const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
/** Of the link's, with what each of them needs. */
const LINK = { 'jitter-shape': { delay: '5ms', jitter: '1ms' }, aqm: { bandwidth: '1M' }, profile: {} };
const offered = Object.entries(VALUES).flatMap(([name, values]) =>
  values.map((value) => [name, value] as const),
);
/** Not a run's: read by the screen, the language, and `load`. */
const OTHERS = new Set(['ui', 'lang', 'direction']);

describe('completion offers only what is taken', () => {
  test.each(offered.filter(([name]) => !OTHERS.has(name)))('--%s %s', (name, value) => {
    const typed = { [camel(name)]: value } as RunOptions;
    const more = (LINK as Record<string, RunOptions>)[name];
    const link = more === undefined ? null : impairmentFrom({ ...more, ...typed }, 1, words);
    expect(() => specFrom(['tcp'], undefined, more === undefined ? typed : {}, link, words)).not.toThrow();
    if (more !== undefined) expect(link).not.toBeNull();
  });

  test('and would be refused otherwise', () => {
    expect(() => specFrom(['tcp'], undefined, { mode: 'echoes' }, null, words)).toThrow();
    expect(() => impairmentFrom({ profile: 'nowhere' }, 1, words)).toThrow();
  });
});
