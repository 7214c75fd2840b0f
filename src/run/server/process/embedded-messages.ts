/** What the embedded server's process and its parent say to each other over IPC. */
import type { EngineChoice } from '../options.ts';

export interface ToEmbedded {
  readonly host: string;
  readonly engine: EngineChoice;
  readonly caller: string | null;
  /** That it will have at once. */
  readonly sessions: number;
}

export type FromEmbedded = { readonly port: number } | { readonly failed: string };
