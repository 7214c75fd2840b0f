/** The order of things, with trials that are made up: what is learnt, what is run again, what is said and kept. */
import { describe, expect, it } from 'vitest';
import { type Made, usualCases } from '../../../src/experiment/judge/cases.ts';
import { type JudgeEvent, judgePair } from '../../../src/experiment/judge/conductor.ts';
import type { TrialSeen } from '../../../src/experiment/judge/evidence/seen.ts';
import { ended, parts, seen, smooth } from './evidence.ts';

const NAMES = ['clean', 'loss-up', 'last-packet-lost', 'first-ack-lost'];

/** @param trialOf what the n-th trial of all shows */
async function judge(trialOf: (made: Made, at: number) => Partial<TrialSeen>, names = NAMES, jobs = 1) {
  const trials: Made[] = [];
  const events: JudgeEvent[] = [];
  const stopping = new AbortController();
  let busy = 0;
  let most = 0;
  const outcome = await judgePair(
    {
      cases: usualCases(1, null, false).filter(({ name }) => names.includes(name)),
      jobs,
      file: null,
      interrupted: stopping.signal,
      trial: async (made) => {
        const at = trials.push(made) - 1;
        most = Math.max(most, ++busy);
        await new Promise((resolve) => setTimeout(resolve, 1));
        busy--;
        const part = trialOf(made, at);
        if (part.stopped === 'interrupted') stopping.abort();
        return seen({ impairment: made.impairment, ...part });
      },
    },
    (event) => events.push(event),
  );
  return { outcome, trials, events, most };
}

describe('the judge', () => {
  it('learns from the clean case which packets to lose', async () => {
    const { outcome, trials, events } = await judge(() => ({}));
    expect(outcome.cases.map(({ name, verdict }) => [name, verdict])).toEqual(
      NAMES.map((name) => [name, 'pass']),
    );
    expect(outcome.learnt).toEqual({ up: 10, down: 10, lastData: 10, packetBytes: 100, transport: 'udp' });
    expect(trials.map(({ impairment: { up, down } }) => [up.drop, down.drop])).toEqual([
      [[], []],
      [[], []],
      [[10], []],
      [[], [1]],
    ]);
    expect(events.filter(({ event }) => event === 'judged').length).toBe(4);
    expect(outcome.diagram).toBeNull();
  });

  it('learns beforehand where the clean case was not asked for, and skips what it cannot make', async () => {
    const { outcome, trials } = await judge(() => ({}), ['last-packet-lost']);
    expect(trials.length).toBe(2);
    expect(outcome.cases.map(({ name }) => name)).toEqual(['last-packet-lost']);
    const nothing = await judge(() => ({ packets: [], written: null }), ['clean', 'last-packet-lost']);
    expect(nothing.outcome.skipped).toEqual(['last-packet-lost']);
    expect(nothing.outcome.cases.map(({ name }) => name)).toEqual(['clean']);
  });

  it('runs a case that failed a second time, and says how that ended', async () => {
    const wrong = { written: parts(0, 1) };
    const { outcome, trials } = await judge(
      (_, at) => (at === 1 || at === 2 ? wrong : {}),
      ['clean', 'loss-up'],
    );
    expect(trials.length).toBe(3);
    expect(outcome.cases[1]).toMatchObject({
      verdict: 'fail',
      reasons: ['short'],
      again: { verdict: 'fail', reasons: ['short'] },
    });
    const { outcome: unstable } = await judge((_, at) => (at === 1 ? wrong : {}), ['clean', 'loss-up']);
    expect(unstable.cases[1]).toMatchObject({
      verdict: 'fail',
      reasons: ['short', 'unstable'],
      again: { verdict: 'pass', reasons: [] },
    });
  });

  it('does not run again what did not start', async () => {
    const ends = { sender: { state: 'not-started', reason: 'ENOENT' }, receiver: ended() } as const;
    const { trials } = await judge(() => ({ ends, packets: [], written: null }), ['clean', 'loss-up']);
    expect(trials.length).toBe(2);
  });

  it('keeps the order of the cases whatever ends first, and runs as many at once as it may', async () => {
    const all = usualCases(1, null, false).map(({ name }) => name);
    const { outcome, most } = await judge(() => ({}), all, 3);
    expect(outcome.cases.map(({ name }) => name)).toEqual(all.filter((name) => name !== 'last-data-lost'));
    expect(most).toBe(3);
  });

  it('keeps what was judged when it is interrupted', async () => {
    const { outcome, trials } = await judge((_, at) => (at === 2 ? { stopped: 'interrupted' } : {}));
    expect(outcome.cases.map(({ name }) => name)).toEqual(['clean', 'loss-up']);
    expect(trials.length).toBe(3);
  });

  it('shows the first failure packet by packet around what went wrong', async () => {
    const wrong = { packets: smooth(), written: parts(0, 1, 2, 3, 4, 5, 6, 8, 9) };
    const { outcome } = await judge((_, at) => (at === 0 ? {} : wrong));
    expect(outcome.diagram!.case).toBe('loss-up');
    const { packets } = outcome.diagram!;
    expect(packets.length).toBe(20);
    expect(packets.some(({ range }) => range?.[0] === 700)).toBe(true);
    expect(packets[0]).not.toHaveProperty('payload');
  });
});
