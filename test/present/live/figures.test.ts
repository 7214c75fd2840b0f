import { describe, expect, it } from 'vitest';
import { figuresFor } from '../../../src/present/live/figures.ts';
import { emptyModel, type RunModel } from '../../../src/present/live/model/model.ts';
import { reduce } from '../../../src/present/live/model/reduce.ts';
import { spanOf } from '../../../src/present/live/views/run.ts';
import type { RunEvent } from '../../../src/result/events/events.ts';
import { wordsFor } from '../../../src/words/index.ts';
import { scenario, specOf } from './scenarios.ts';

const SECOND = 1e9;

describe('what counts down', () => {
  it('tenths of seconds, in the language’s way; hours where seconds would say nothing', () => {
    const say = (seconds: number, language: 'en' | 'pt-BR' = 'en') =>
      figuresFor(wordsFor(language)).seconds(seconds * SECOND);
    expect([say(0), say(8.14), say(599.9)]).toEqual(['0.0 s', '8.1 s', '599.9 s']);
    expect(say(8.14, 'pt-BR')).toBe('8,1 s');
    expect([say(600), say(725.4), say(3600), say(5394)]).toEqual(['10:00', '12:05', '1:00:00', '1:29:54']);
  });
});

describe('the time axis', () => {
  const template = scenario({ transports: ['udp'], seconds: 1 }).events.find(
    (event) => event.event === 'snapshot',
  )! as Extract<RunEvent, { event: 'snapshot' }>;
  const span = (planned: number, elapsed: number): number => {
    const spec = specOf(['udp'], { duration: planned * SECOND });
    const snapshot = { ...template.snapshot, elapsed: elapsed * SECOND };
    const event: RunEvent = { event: 'snapshot', transport: 'udp', snapshot };
    const model: RunModel = reduce(emptyModel(spec), event);
    return spanOf(model, model.lanes[0]!) / SECOND;
  };

  it('is the whole run, where that is short', () => {
    expect([span(10, 1), span(60, 3), span(10, 10.4)]).toEqual([10, 60, 10.4]);
  });

  it('of a long run, grows by doubling up to the whole', () => {
    expect([span(5400, 5), span(5400, 61), span(5400, 2000), span(5400, 5000)]).toEqual([
      60, 120, 3840, 5400,
    ]);
  });
});
