/** The cases as a table, and what is said about those that failed: shared by text, Markdown, JUnit and page. */
import type { CaseResult, Finding, Judgement } from '../../result/document/judgement.ts';
import { type Words, wordsFor } from '../../words/index.ts';
import { formatFor, UNKNOWN } from '../format.ts';
import { safeText } from '../safe-text.ts';
import type { Rows } from '../shared/rows.ts';

/** Columns of words: the verdict and the reasons. */
export const WORD_COLUMNS = [1, 7];

/** For a narrow place: the reasons are said below. */
export const withoutReasons = ({ head, rows }: Rows): Rows => ({
  head: head.slice(0, -1),
  rows: rows.map((row) => row.slice(0, -1)),
});

export function caseRows({ cases }: Judgement, words: Words): Rows {
  const text = words.judge;
  const { table } = text;
  const format = formatFor(words);
  const seconds = (value: number | null): string => (value === null ? UNKNOWN : format.plain(value, 2));
  const several = new Set(cases.map(({ seed }) => seed)).size > 1;
  return {
    head: [
      table.case,
      table.verdict,
      table.seconds,
      table.possible,
      table.sent,
      table.lost,
      table.resent,
      table.reasons,
    ],
    rows: cases.map((one) => {
      const { up, down } = one.packets;
      const lost = up.dropped + up.corrupted + down.dropped + down.corrupted;
      return [
        several ? `${one.name} (${text.seed} ${one.seed})` : one.name,
        text[one.verdict],
        seconds(one.seconds),
        seconds(one.possibleSeconds),
        format.count(up.sent),
        format.count(lost),
        format.count(one.resent),
        one.reasons.map((reason) => text.reasons[reason]).join(', '),
      ];
    }),
  };
}

/** Why a case failed, in the reader's language. */
export function sentencesOf({ findings, again }: CaseResult, words: Words): string[] {
  const text = words.judge;
  const said = findings.map((finding) => sayFinding(finding, words));
  if (again === null) return said;
  if (again.verdict === 'pass') return [...said, text.again.passed];
  const reasons = again.reasons.map((reason) => text.reasons[reason]).join(', ');
  const first = new Set(findings.map(({ code }) => code));
  const same = again.reasons.length === first.size && again.reasons.every((reason) => first.has(reason));
  return [...said, same ? text.again.same : text.again.differs(reasons)];
}

/** Said again from its hint and details where they say what the document says; else the document's own sentence. */
function sayFinding({ hint, details, message }: Finding, words: Words): string {
  const say = (language: Words): string | undefined => {
    const { hints } = language.judge;
    return Object.hasOwn(hints, hint) ? hints[hint as keyof typeof hints](details) : undefined;
  };
  return safeText(say(wordsFor('en')) === message ? say(words)! : message);
}

/** What else there is to say about all of it. */
export function notesOf({ learnt, skipped, cases }: Judgement, words: Words): string[] {
  const text = words.judge;
  return [
    ...(learnt?.transport === 'tcp' ? [text.usesTcp] : []),
    ...(skipped.length > 0 ? [text.skipped(skipped.map(safeText).join(', '))] : []),
    ...(cases.some(({ possibleSeconds }) => possibleSeconds !== null) ? [text.possibleNote] : []),
  ];
}

/** What the commands of a failed case wrote, where one broke off; what was stopped says no more than that. */
export function outputsOf({ ends, reasons }: CaseResult, words: Words): { title: string; lines: string[] }[] {
  if (!reasons.includes('crashed')) return [];
  return (['sender', 'receiver'] as const).flatMap((side) => {
    const output = ends[side].output.trim();
    const lines = output
      .split('\n')
      .slice(-MOST_LINES)
      .map((line) => safeText(line.slice(0, LONGEST)));
    return output === '' || ends[side].state !== 'ended' ? [] : [{ title: words.judge.said[side], lines }];
  });
}

const MOST_LINES = 8;
const LONGEST = 300;

/** A case of this tool's own is explained; one of the teacher's says what it is by its name. */
export function titleOf({ name, seed }: Pick<CaseResult, 'name' | 'seed'>, words: Words): string {
  const text = words.judge;
  const about = Object.hasOwn(text.cases, name) ? `: ${text.cases[name]}` : '';
  return `${safeText(name)} (${text.seed} ${seed})${about}`;
}
