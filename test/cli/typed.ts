/** Command lines in this process: the exit status, and what was said. */
import { vi } from 'vitest';
import { main } from '../../src/cli/program.ts';

export interface Typed {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

const NAMES = ['stdout', 'stderr'] as const;

/** One that ends before anything is started. */
export const typed = (...argv: readonly string[]): Promise<Typed> => typedTo(main, argv);

/** One at a time: standard output and error are this process's. */
export async function typedTo(program: typeof main, argv: readonly string[]): Promise<Typed> {
  const said = { stdout: '', stderr: '' };
  const spies = NAMES.map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      said[name] += String(text);
      return true;
    }),
  );
  // What a command listens for, it listens for until its process ends: here that is now.
  const heard = NAMES.map((name) => process[name].listeners('error'));
  const exitCode = process.exitCode;
  try {
    const status = await program(argv, '0.0.0');
    return { status, out: said.stdout, err: said.stderr };
  } finally {
    for (const spy of spies) spy.mockRestore();
    for (const [at, name] of NAMES.entries())
      for (const listener of process[name].listeners('error'))
        if (!heard[at]!.includes(listener)) process[name].off('error', listener as () => void);
    process.exitCode = exitCode;
  }
}
