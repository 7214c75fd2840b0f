/** Terminals that are small, unknown, dumb or not UTF-8: what is printed can be read on each of them. */
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { type Ended, endAll, MAIN, start } from './command.ts';
import { missing } from './lab-tools.ts';

const TERMINAL_OF = fileURLToPath(new URL('terminal-of.py', import.meta.url));
const RUN = 'udp --count 30 --rate 100 --warmup 0ms';

afterAll(endAll);

/** A command in a terminal of its own. @param size columns and rows, and those that come later */
function on(size: string, command: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const set = { LC_ALL: 'C.UTF-8', TERM: 'xterm-256color', CI: '', ...env };
  return start(
    'python3',
    [TERMINAL_OF, ...size.split(' '), '--', process.execPath, MAIN, ...command.split(' ')],
    {
      env: set,
    },
  ).ended;
}

const bare = (text: string): string => text.replace(/\u001B\[[0-9;?]*[a-zA-Z]/g, '');
/** Rows and columns that were gone to. */
const rowsOf = (text: string): number[] =>
  Array.from(text.matchAll(/\u001B\[(\d+);1H/g), ([, row]) => Number(row));

describe.skipIf(missing('python3'))('a terminal', { concurrent: true }, () => {
  it('that does not know its size is taken for a usual one, and drawn anew once it knows', async ({
    expect,
  }) => {
    const { out, status } = await on('0 0 100 40', RUN);
    expect(status).toBe(0);
    expect(bare(out)).toContain('sockbench udp');
    const rows = rowsOf(out);
    expect(Math.max(...rows.slice(0, 24))).toBe(24);
    expect(Math.max(...rows)).toBe(40);
    // A table, not a list for twenty columns.
    expect(bare(out)).toMatch(/^Probes sent {10,}30\r$/m);
  });

  it.each(['1 1', '65535 65535'])('of %s does no harm', async (size) => {
    const { out, status } = await on(size, RUN);
    expect(status).toBe(0);
    expect(out.length).toBeLessThan(4_000_000);
  });

  it.each([RUN, `${RUN} --ui text --lang pt-BR`, 'udp --help --lang pt-BR', 'udp --rate 3x', 'report µ'])(
    'in the locale C gets no sign that it cannot show: %s',
    async (command) => {
      const { out } = await on('80 24', command, { LC_ALL: 'C' });
      expect(out.match(/[^\x00-\x7f].{0,20}/g)).toBeNull();
      expect(out.length).toBeGreaterThan(20);
    },
  );

  it('that is dumb gets lines, and nothing that it would have to understand', async () => {
    const { out } = await on('80 24', RUN, { TERM: 'dumb' });
    expect(out).not.toContain('\u001B');
    expect(out).toMatch(/^Probes sent +30\r$/m);
  });
});
