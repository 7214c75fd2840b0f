import type { Part } from '../protocol/part-schema.ts';

/** One agent's part of a transport. */
export interface AgentPart {
  readonly agent: string;
  /** Equal for agents that run on one machine; null: not known. */
  readonly machine: string | null;
  readonly part: Part;
  /** It was lost: what it told last stands for it. */
  readonly lost: boolean;
}
