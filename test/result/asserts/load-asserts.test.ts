import { describe, expect, it } from 'vitest';
import { loadVerdict } from '../../../src/experiment/load/verdict.ts';
import { judgeLoad, readLoadAssertion } from '../../../src/result/asserts/load-asserts.ts';
import { planWith, runsOf, within } from '../../experiment/load/model.ts';

describe('gates on a load', () => {
  it('take phases, figures and directions; of both, each must hold', () => {
    const plan = planWith();
    const runs = runsOf(plan, { up: within(8, 36, 118), down: within(28, 36, 40) });
    const body = loadVerdict(plan, runs);
    // 118 ms one way, 40 ms the other.
    expect(body.grade.both).toBe('D');
    const judged = judgeLoad(
      [
        'up.added.p95<120ms',
        'up.added.p95<118ms',
        'up.added.down.p99<1ms',
        'both.added.p95<100ms',
        'both.goodput>9M',
        'down.loss<1%',
        'up.goodput.down>1M',
        'trust=good',
        'trust=poor',
      ],
      { ...body, runs },
    );
    expect(judged.map(({ value, holds }) => [value, holds])).toEqual([
      [118e6, true],
      [118e6, false],
      [0, true],
      [118e6, false],
      [9.6e6, true],
      [0, true],
      [null, false],
      ['good', true],
      ['good', false],
    ]);
    expect(readLoadAssertion('trust<good')).toMatchObject({ why: 'onlyEquals', meant: ['trust=good'] });
    expect(judgeLoad(['trust=good'], { phases: [], runs: [] })[0]).toMatchObject({
      value: null,
      holds: false,
    });
  });
});
