/** A plain echo that does not return what it gets: what is told of it. Pure. */
import { SockbenchError } from '../../../errors.ts';
import type { WrongAnswers } from '../../../result/document/wrong-schema.ts';
import { safeText } from '../../../safe-text.ts';
import { mergeWrong, type WrongData } from '../../../session/plain/answers.ts';
import type { Details } from '../../../words/index.ts';
import type { Finished } from '../threads/pool.ts';

/** @returns null where what answers is ours */
export function wrongAnswersOf(finished: readonly Pick<Finished, 'report'>[]): WrongAnswers | null {
  const parts = finished.map(({ report }) => report.wrong).filter((part) => part !== null);
  if (parts.length === 0) return null;
  const { counts, first } = mergeWrong(parts);
  return {
    count: counts.shorter + counts.longer + counts.changed + counts.foreign,
    ...counts,
    first: first && shown(first),
  };
}

function shown({ at, ...rest }: NonNullable<WrongData['first']>): NonNullable<WrongAnswers['first']> {
  return { ...rest, byte: at === null ? null : at + 1 };
}

/** @returns undefined where every answer was right */
export function wrongAnswers(
  finished: readonly Pick<Finished, 'report'>[],
  address: string,
): SockbenchError | undefined {
  const wrong = wrongAnswersOf(finished);
  if (wrong?.first == null) return undefined;
  const { first, ...counts } = wrong;
  const known: [string, string | number | null][] = Object.entries({ ...counts, ...first });
  const details: Details = Object.fromEntries(known.filter(([, value]) => value !== null)) as Details;
  const text = safeText(Buffer.from(first.sample, 'hex').toString('utf8'));
  return new SockbenchError('wrong-answers', 'measure', { ...details, sample: text, address });
}
