/** Readers that go away, and input that ends or never does: nothing goes on for nobody. Through pipes, as a shell makes them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { endAll, MAIN, run, sockbench } from './command.ts';
import { noFfi } from './engines.ts';
import { noLab } from './lab-tools.ts';

afterEach(() => endAll());
if (noFfi !== undefined) console.warn(`skipped: only a write tells that a reader has gone, because ${noFfi}`);

/** What a pipeline of a shell says, with `$S` for the command; SIGPIPE as in a person's shell. */
async function pipeline(line: string): Promise<{ out: string; err: string; ms: number }> {
  const began = performance.now();
  const command = line.replaceAll('$S', `"${process.execPath}" "${MAIN}"`);
  const child = spawn('bash', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  await once(child, 'close');
  return { out, err, ms: performance.now() - began };
}

describe('where the reader of standard output goes away', () => {
  it.skipIf(noFfi !== undefined)('listen ends, though nobody calls', async () => {
    const { out, err } = await pipeline('$S listen --port 0 | head -1; echo over');
    expect(out).toMatch(/^sockbench listens on port .*\nover\n$/);
    expect(err).toBe('');
  });

  it('listen ends without a word where somebody calls then', async () => {
    const { out, err } = await pipeline(
      'exec 3< <($S listen --port 0); read -r line <&3; exec 3<&-; port=$(grep -oP "port \\K\\d+" <<<"$line");' +
        ' for i in 1 2 3; do $S send hello 127.0.0.1:$port --wait 0 >/dev/null 2>&1; done; wait; echo over',
    );
    expect({ out, err }).toEqual({ out: 'over\n', err: '' });
  });

  it.skipIf(noFfi !== undefined).each([
    ['runs in turn', '$S udp --count 100 --rate 100 --repeat 60 --json-stream --ui none'],
    ...(noLab === undefined
      ? [
          ['a load', '$S load --phase 20s --json-stream --ui none'],
          ['a lesson', '$S lesson stream'],
        ]
      : []),
  ])('%s: no more of them', async (_, line) => {
    const { out, ms } = await pipeline(`${line} | head -1 | wc -l`);
    expect(out.trim()).toBe('1');
    // Far less than it was to last.
    expect(ms).toBeLessThan(30_000);
  });

  it.skipIf(noFfi !== undefined)('a run ends; one that writes a file goes on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sockbench-readers-'));
    const file = join(folder, 'result.json');
    const stream = '$S udp --rate 100 --json-stream --interval 100ms --warmup 0 --ui none';
    const [alone, saved] = await Promise.all([
      pipeline(`${stream} --duration 60s | head -2 | wc -l`),
      pipeline(`${stream} --duration 3s --output ${file} | head -1 | wc -l`),
    ]);
    expect([alone.out.trim(), saved.out.trim()]).toEqual(['2', '1']);
    // Far less than it was to last.
    expect(alone.ms).toBeLessThan(40_000);
    expect(existsSync(file)).toBe(true);
    const { ending, transports } = JSON.parse(readFileSync(file, 'utf8'));
    expect([ending.status, transports[0].probes.sent]).toEqual(['completed', 300]);
    rmSync(folder, { recursive: true });
  });
});

describe('a chat whose standard input', () => {
  const room = async () => {
    const host = sockbench(['chat', '--serve', '--headless', '--port', '0']);
    const [, port] = await host.until(/port (\d+)/);
    return { host, port: port! };
  };

  it('has ended, ends with its host, and says that not all of it was said', async () => {
    const { host, port } = await room();
    const guest = sockbench(['chat', `127.0.0.1:${port}`, '--name', 'Ana']);
    guest.child.stdin.end(Array.from({ length: 200 }, (_, i) => `line ${i}\n`).join(''));
    await guest.until(/<Ana> line 3/);
    host.child.kill('SIGKILL');
    const ended = await guest.ended;
    expect(ended.status).toBe(1);
    expect(ended.out).toContain('The connection to the host was lost.');
    expect(ended.out).not.toContain('Trying again');
  });

  it('never ends and has no lines, takes no memory and ends', async () => {
    const { port } = await room();
    const guest = sockbench(['chat', `127.0.0.1:${port}`, '--name', 'Ana']);
    guest.child.stdin.on('error', () => {});
    const zeros = Buffer.alloc(2 ** 16);
    let most = 0;
    let written = 0;
    const closed = once(guest.child, 'close');
    let open = true;
    void closed.then(() => {
      open = false;
    });
    while (open && written < 2 ** 27) {
      written += zeros.length;
      const free = guest.child.stdin.write(zeros);
      if (!free) await Promise.race([once(guest.child.stdin, 'drain').catch(() => {}), closed]);
      most = Math.max(most, memoryOf(guest.pid));
    }
    expect((await guest.ended).status).toBe(1);
    expect(guest.out()).toContain('A million bytes without a newline');
    expect(most).toBeLessThan(200);
  });
});

it('a host without a screen takes orders from its standard input', async () => {
  const host = sockbench(['chat', '--serve', '--headless', '--port', '0']);
  const [, port] = await host.until(/port (\d+)/);
  const troll = sockbench(['chat', `127.0.0.1:${port!}`, '--name', 'Troll']);
  await troll.until(/Welcome, Troll/);
  host.child.stdin.write('/kick Nobody\n/mute Troll\n');
  await troll.until(/Troll was muted by the host/);
  troll.child.stdin.write('hello\n');
  await troll.until(/the host has muted you/);
  host.child.stdin.write('/kick Troll\n');
  const { status, out } = await troll.ended;
  expect(out).toContain('The host has put you out');
  expect(status).toBe(1);
  await host.until(/Troll was put out by the host/);
  expect(host.out()).toContain('* Nobody is not here.');
  const again = await run('chat', `127.0.0.1:${port!}`, '--name', 'Troll');
  expect(again.out).toContain('The host has put you out');
});

/** MB that a process has had at most. */
function memoryOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    // It has ended.
    return 0;
  }
}
