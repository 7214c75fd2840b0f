/** What several agents know of the server's clock: of one machine's agents it is one thing, of several machines' it is not. Pure. */
import type { DelaySummary } from '../../measure/delay/split.ts';
import type { Clocks } from '../../run/client/assemble/echo/delays.ts';
import type { Part } from '../protocol/part-schema.ts';
import type { AgentPart } from './agent-part.ts';

type Offset = DelaySummary['offset'];
type Finished = Part['finished'][number];

/** There is none that would be everybody's: with an unknown wall clock it is told as null. */
const NOBODYS: Offset = { low: 0, high: 0, drift: null };

/** The parts with offsets that can be put together, and what is told of them. */
export function withComparableClocks(agents: readonly AgentPart[]): {
  readonly agents: readonly AgentPart[];
  readonly clocks: Clocks;
} {
  const machines = new Set(agents.map(({ machine }) => machine));
  const walls = agents.map(({ part }) => part.clocks.wall);
  const one = machines.size === 1 && !machines.has(null) && !walls.includes(null);
  const bases = new Set(agents.map(({ part }) => part.clocks.basis));
  const basis = bases.size === 1 ? agents[0]!.part.clocks.basis : 'none';
  return {
    agents: agents.map((agent) => ({ ...agent, part: ofPart(agent.part, one) })),
    clocks: { basis, wall: one ? 0 : null },
  };
}

function ofPart(part: Part, one: boolean): Part {
  const { wall } = part.clocks;
  const offset = (own: Offset): Offset =>
    own && (one ? { ...own, low: own.low + wall!, high: own.high + wall! } : NOBODYS);
  const finished = part.finished.map((generator): Finished => {
    const { measured } = generator;
    if (measured?.delays == null) return generator;
    const delays = { ...measured.delays, offset: offset(measured.delays.offset) };
    return { ...generator, measured: { ...measured, delays } };
  });
  return { ...part, finished };
}
