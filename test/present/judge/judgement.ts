/** Judgements for the tests: made by the judge itself from evidence that is written down. */
import { type Case, usualCases } from '../../../src/experiment/judge/cases.ts';
import { judgePair } from '../../../src/experiment/judge/conductor.ts';
import { judgementOf } from '../../../src/experiment/judge/document.ts';
import type { TrialSeen } from '../../../src/experiment/judge/evidence/seen.ts';
import type { Judgement } from '../../../src/result/document/judgement.ts';
import { seen } from '../../experiment/judge/evidence.ts';

export async function judgementWith(
  trials: Readonly<Record<string, Partial<TrialSeen>>>,
  second: Readonly<Record<string, Partial<TrialSeen>>> = trials,
): Promise<Judgement> {
  const cases = usualCases(1, null, false).filter(({ name }) => Object.hasOwn(trials, name));
  const made = new Set<Case>();
  const outcome = await judgePair(
    {
      cases: cases.map((one) => ({
        ...one,
        make: (learnt) => {
          const found = one.make(learnt);
          return found === null ? null : { ...found, file: Buffer.from(one.name) };
        },
      })),
      jobs: 1,
      file: null,
      interrupted: new AbortController().signal,
      trial: async ({ file, impairment }) => {
        const name = Buffer.from(file).toString();
        const one = cases.find((candidate) => candidate.name === name)!;
        const part = (made.has(one) ? second : trials)[name]!;
        made.add(one);
        return seen({ impairment, ...part });
      },
    },
    () => {},
  );
  return judgementOf(outcome, {
    version: '1.2.3',
    command: ['sockbench', 'judge'],
    startedAt: new Date(0),
    interrupted: false,
    spec: {
      sender: 'python3 s.py HOST PORT FILE',
      receiver: 'python3 r.py HOST PORT FILE',
      seed: 1,
      timeoutSeconds: 60,
      quietSeconds: 10,
      file: null,
      long: false,
    },
  });
}
