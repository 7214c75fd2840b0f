/** Which engine moves the probes: what was asked for, or the best that this machine can run, and why. */
import type { Obstacle, Unsupported } from './linux/kernel/library.ts';

export type EngineName = 'portable' | 'linux';

/** Why an engine was chosen: a code, said in words/…/engine.ts. */
export type EngineReason =
  /** The user asked for it. */
  | 'requested'
  /** Everything that the linux engine needs is there. */
  | 'capable'
  /** Connections are opened one after the other by the event loop: there is nothing to batch. */
  | 'connect-mode'
  /** Something is missing. */
  | Obstacle;

export interface ChosenEngine {
  readonly engine: EngineName;
  readonly reason: EngineReason;
  /** What exactly was found, where something is missing; else empty. */
  readonly detail: string;
}

/**
 * @param requested what the user asked for; `linux` where it cannot run falls back, and the reason says so
 * @param connectMode each probe is a connection of its own
 */
export async function chooseEngine(
  requested: 'auto' | EngineName,
  connectMode = false,
  support: () => Promise<Unsupported | undefined> = linuxSupport,
): Promise<ChosenEngine> {
  if (requested === 'portable') return { engine: 'portable', reason: 'requested', detail: '' };
  if (connectMode) return { engine: 'portable', reason: 'connect-mode', detail: '' };
  const missing = await support();
  if (missing !== undefined) return { engine: 'portable', reason: missing.obstacle, detail: missing.detail };
  return { engine: 'linux', reason: requested === 'linux' ? 'requested' : 'capable', detail: '' };
}

/** What keeps the linux engine from running here; undefined: nothing. */
export async function linuxSupport(): Promise<Unsupported | undefined> {
  const { isKernel, openKernel } = await import('./linux/kernel/kernel.ts');
  const kernel = await openKernel();
  return isKernel(kernel) ? undefined : kernel;
}
