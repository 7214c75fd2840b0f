/** Runs `doctor` and tells each finding as it is made. */

import { run } from '../library/run.ts';
import { safeJson } from '../present/export/json.ts';
import { addedFinding } from '../run/doctor/added.ts';
import { examine } from '../run/doctor/doctor.ts';
import type { Finding } from '../run/doctor/finding.ts';
import { type CliContext, EXIT, Exit } from './context.ts';
import { forLocale } from './printing.ts';

/** @param how.time ns for which stalls are looked for */
export async function doctorAction(
  { json, time }: { readonly json: boolean; readonly time: number },
  context: CliContext,
): Promise<void> {
  const { stdout, stderr } = context;
  const words = context.words.doctor;
  if (!json) stderr.write(`${words.looking}\n`);
  const findings: Finding[] = [];
  for await (const finding of all(time)) {
    findings.push(finding);
    if (!json) stdout.write(forLocale(`${linesOf(finding, words).join('\n')}\n`, context));
  }
  if (json) stdout.write(`${safeJson({ schema: 'sockbench.doctor/1', findings })}\n`);
  else stdout.write(forLocale(`\n${summary(findings, words)}\n`, context));
  if (findings.some(({ status }) => status === 'missing')) throw new Exit(EXIT.failed);
}

async function* all(time: number): AsyncGenerator<Finding> {
  yield* examine();
  const { result } = run({ transports: ['udp'], rate: 200, warmup: 200e6, duration: time });
  yield addedFinding(await result);
}

type DoctorWords = CliContext['words']['doctor'];

/** Shapes as well as words: a screen may have no colours. */
const MARKS = { good: '+', limited: '!', missing: '-' } as const;

export function linesOf({ id, status, details }: Finding, words: DoctorWords): string[] {
  const { title, value, meaning, remedy } = words.findings[id](details, status);
  const state = status === 'good' ? words.good : status === 'limited' ? words.limited : words.missing;
  const head = `${MARKS[status]} ${title}: ${value.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?')} [${state}]`;
  const rest = [meaning, ...(status === 'good' || remedy === '' ? [] : [remedy])];
  return [head, ...rest.map((line) => `    ${line}`)];
}

function summary(findings: readonly Finding[], words: DoctorWords): string {
  const count = (status: Finding['status']) => findings.filter((one) => one.status === status).length;
  const limited = count('limited');
  const missing = count('missing');
  return limited + missing === 0 ? words.summaryGood : words.summary(limited, missing);
}
