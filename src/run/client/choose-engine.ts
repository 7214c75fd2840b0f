/** Which engine a run uses, and why: by what this machine can do, not by its name. */
export interface EngineChoice {
  readonly engine: 'portable' | 'linux';
  readonly reason: string;
}

export function chooseEngine(requested: 'auto' | 'portable' | 'linux'): Promise<EngineChoice> {
  return Promise.resolve({ engine: 'portable', reason: `${requested}: portable` });
}
