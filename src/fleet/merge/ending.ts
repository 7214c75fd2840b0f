/** How a fleet's run ended, and what limits the trust in it. Pure. */
import { SockbenchError } from '../../errors.ts';
import type { AgentResult, Warning } from '../../result/document/schema.ts';
import { warning } from '../../run/client/assemble/warnings.ts';
import type { ErrorCode } from '../../words/index.ts';
import { sentenceFor, wordsFor } from '../../words/index.ts';
import type { Failure } from '../protocol/messages.ts';
import type { AgentOutcome } from './outcome.ts';

/** ns by which all agents begin within each other, at most. */
const TOGETHER = 1e6;

const LANGUAGES = ['en', 'pt-BR'] as const;

/** What came from a bus may be of another version, or of nobody of ours. */
export function errorOf({ code, operation, details }: Failure): SockbenchError {
  const told = LANGUAGES.every((language) => sentenceFor('errors', wordsFor(language), code, details));
  if (told) return new SockbenchError(code as ErrorCode, operation, details);
  return new SockbenchError('internal', operation, { ...details, reason: code });
}

/** Of an agent, with its name. */
export const failureOf = ({ name }: Pick<AgentOutcome, 'name'>, { code, details }: Failure): Failure => ({
  code: 'agent-failed',
  operation: 'measure',
  details: { ...details, agent: name, failure: code },
});

/** Why not all was measured; undefined: it was. Those that fell silent first, together. */
export function shortfall(
  agents: readonly AgentOutcome[],
  rows: readonly AgentResult[],
): SockbenchError | undefined {
  const lost = agents.filter((agent) => agent.lost);
  if (lost.length > 0) {
    const until = rows.filter(({ name }) => lost.some((agent) => agent.name === name));
    return new SockbenchError('agent-lost', 'measure', {
      agent: lost.map(({ name }) => name).join(', '),
      share: lost.reduce((all, { share }) => all + share, 0),
      seconds: Math.round(Math.min(...until.map(({ untilSeconds }) => untilSeconds ?? 0)) * 10) / 10,
    });
  }
  const failed = agents.find(({ failure }) => failure !== null);
  return failed === undefined ? undefined : errorOf(failureOf(failed, failed.failure!));
}

export function startWarnings(rows: readonly AgentResult[]): Warning[] {
  return rows.flatMap(({ name, clock: { began } }) => {
    if (began === null) return [];
    const [low, high] = began;
    if (low > TOGETHER) return [warning('agent-late', { agent: name, late: low })];
    const error = (high - low) / 2;
    return error > TOGETHER ? [warning('start-uncertain', { agent: name, error })] : [];
  });
}

/** Later than the others, as far as the clocks can tell. */
export const isLate = ({ began }: AgentResult['clock']): boolean => began !== null && began[0] > TOGETHER;
