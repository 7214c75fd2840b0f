/** The screen of serve in a real terminal. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { MAIN } from './lab-tools.ts';
import { begin, drawnWhole, restored, terminal } from './screen-session.ts';
import { hasTmux } from './tmux.ts';

describe.skipIf(!hasTmux)('the screen of serve', () => {
  const clients: ChildProcess[] = [];
  afterEach(() => {
    for (const client of clients.splice(0)) client.kill('SIGKILL');
    terminal.close();
  });

  const client = (port: string, ...words: string[]): ChildProcess => {
    const [transport, ...rest] = words;
    const child = spawn(
      process.execPath,
      [MAIN, transport!, `127.0.0.1:${port}`, ...rest, '--ui', 'none', '--json'],
      { stdio: 'ignore' },
    );
    clients.push(child);
    return child;
  };

  it('lists everyone who is connected, and who left; q ends it, and the clients with it', async () => {
    begin(120, 24, 'serve --port 0');
    const empty = await terminal.until(/port (\d+), TCP and UDP/);
    expect(empty).toContain('Nobody is connected yet.');
    const port = /port (\d+), TCP and UDP/.exec(empty)![1]!;
    const udp = client(port, 'udp', '--name', 'Ana', '--rate', '400', '--duration', '60s');
    const tcp = client(port, 'tcp', '--name', 'Bia', '--rate', '100', '--clients', '3', '--duration', '60s');
    const both = await terminal.until(
      (text) =>
        text.includes('2 guests connected') &&
        /^Ana .*[\d.]+ [mµ]s +0 %.* (3[89]|4\d)\d\/s/m.test(text) &&
        /^Bia +[\d.]+ [mµ]s .* \d+\/s/m.test(text),
    );
    expect(both).toMatch(/2 guests\. TCP .*UDP so far lost 0 % on the way up/s);
    udp.kill('SIGINT');
    await once(udp, 'exit');
    await terminal.until(/1 of 2 guests connected/);
    terminal.resize(80, 20);
    await drawnWhole(20, /^sockbench serve .*1 of 2 guests connected/, / q {2}end the server/);
    const over = once(tcp, 'exit');
    terminal.type('q');
    await restored(0);
    // Ended by the server: interrupted, not failed.
    expect((await over)[0]).toBe(130);
  });
});
