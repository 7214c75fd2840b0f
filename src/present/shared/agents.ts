/** The agents of a fleet as rows: what text, Markdown and page show alike. */
import type { AgentResult, RunResult } from '../../result/document/schema.ts';
import type { Transport } from '../../units.ts';
import type { Words } from '../../words/index.ts';
import { type Format, formatFor, UNKNOWN } from '../format.ts';
import { safeText } from '../safe-text.ts';
import type { Rows } from './rows.ts';

/** Columns of words, from 0. */
export const AGENT_WORDS: readonly number[] = [1];

/** null where it is no fleet's. */
export function agentRows(result: RunResult, words: Words): Rows | null {
  const { agents = [], transports } = result;
  if (agents.length === 0) return null;
  const { head } = words.fleet.table;
  const format = formatFor(words);
  const rows = agents.flatMap((agent) =>
    transports.map(({ transport }) => rowOf(agent, transport, words, format)),
  );
  return {
    head: [head.agent, head.state, head.share, head.sent, head.received, head.lost, head.lag, head.began],
    rows,
  };
}

function rowOf(agent: AgentResult, transport: Transport, words: Words, format: Format): string[] {
  const counts = agent.transports[transport];
  const several = Object.keys(agent.transports).length > 1;
  return [
    several ? `${safeText(agent.name)} ${words.summary.transports[transport]}` : safeText(agent.name),
    stateText(agent, words, format),
    format.percent(agent.share),
    format.count(counts?.sent),
    format.count(counts?.received),
    format.count(counts?.lost),
    format.time(counts?.sendLagP99 ?? null),
    beganText(agent.clock.began, format),
  ];
}

function stateText({ state, untilSeconds }: AgentResult, { fleet }: Words, format: Format): string {
  const said = fleet.table.states[state];
  return state === 'lost' && untilSeconds != null
    ? fleet.table.until(said, `${format.clock(untilSeconds)} s`)
    : said;
}

/** `2 µs ± 150 µs` after the common instant, as far as the clocks can tell. */
function beganText(began: AgentResult['clock']['began'], format: Format): string {
  if (began === null) return UNKNOWN;
  const [low, high] = began;
  const middle = (low + high) / 2;
  return high === low ? format.time(middle) : `${format.time(middle)} ± ${format.time((high - low) / 2)}`;
}
