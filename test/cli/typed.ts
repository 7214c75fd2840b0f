/** A command line that ends before anything is started, in this process: its exit status and what it said. */
import { vi } from 'vitest';
import { main } from '../../src/cli/program.ts';

export interface Typed {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export async function typed(...argv: readonly string[]): Promise<Typed> {
  const said = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      said[name] += String(text);
      return true;
    }),
  );
  const exitCode = process.exitCode;
  try {
    const status = await main(argv, '0.0.0');
    return { status, out: said.stdout, err: said.stderr };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = exitCode;
  }
}
