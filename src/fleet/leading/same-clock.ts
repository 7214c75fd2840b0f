/** Whether an agent reads the coordinator's own clock, as another process of its machine does. Pure. */
import type { ClockWord } from '../../wire/control.ts';

/** @returns ns: the agent's times less ours; null: it is another clock, or nobody knows */
export function sameClock(own: ClockWord, agents: ClockWord): number | null {
  if (own.same === null || own.same !== agents.same) return null;
  return Number(BigInt(own.epoch) - BigInt(agents.epoch));
}
