/** The process that draws a run over an emulated link, where what the lab is made of dies, or the terminal closes. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { RunResult } from '../../src/result/document/schema.ts';
import { allGone, descendants, descendantsWith, scratch } from './command.ts';
import { noLab } from './lab-tools.ts';
import { begin, LONG, normal, terminal } from './screen-session.ts';
import { hasTmux } from './tmux.ts';

describe.skipIf(!hasTmux || noLab !== undefined)('the process that draws', () => {
  afterEach(() => terminal.close());

  it('gives the screen back where what a lab is made of is killed', async () => {
    const files = scratch();
    begin(100, 30, `udp --loss 5% ${LONG}`, { TMPDIR: files.path('.') });
    await terminal.until(/running/);
    const [inside] = descendantsWith(terminal.child(), 'unshare');
    process.kill(inside!, 'SIGKILL');
    await terminal.until(/^status 1$/m);
    // What is said stands in the normal screen.
    await terminal.until(/^sockbench: The lab ended by itself/m);
    await normal();
    files.remove();
  });

  it('gives the screen back where the launcher of a lab is killed, and all inside with it', async () => {
    const files = scratch();
    begin(100, 30, `udp --loss 5% ${LONG}`, { TMPDIR: files.path('.') });
    await terminal.until(/running/);
    expect(terminal.alternate()).toBe(true);
    process.kill(terminal.child(), 'SIGKILL');
    await terminal.until(() => !terminal.alternate());
    await normal();
    files.remove();
  });

  it('whose terminal closes: over an emulated link too, the result so far is saved', async () => {
    const files = scratch();
    begin(100, 30, `compare --loss 5% ${LONG} --output ${files.path('run.json')}`);
    await terminal.until(/running/);
    const children = descendants(terminal.child());
    terminal.close();
    await expect.poll(() => files.names(), { timeout: 20_000 }).toEqual(['run.json']);
    const result = JSON.parse(readFileSync(files.path('run.json'), 'utf8')) as RunResult;
    expect(result.ending.status).toBe('interrupted');
    expect(result.transports.map(({ probes }) => probes!.received > 0)).toEqual([true, true]);
    await allGone(children);
    files.remove();
  });
});
