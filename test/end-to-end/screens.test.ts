/** The screens of the real commands in a real terminal. How the terminal is left behind is in screen-restore.test.ts too. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { RunResult } from '../../src/result/document/schema.ts';
import { MAIN, noLab, scratch } from './lab-tools.ts';
import { hasTmux, openTerminal, SOCKBENCH, type Terminal } from './tmux.ts';

let terminal: Terminal;

function begin(
  columns: number,
  rows: number,
  command: string,
  env: Readonly<Record<string, string>> = {},
  folder = '.',
): void {
  terminal = openTerminal(columns, rows, env);
  terminal.type(`cd ${folder}; echo before`, 'Enter');
  terminal.type(`${SOCKBENCH} ${command}; echo status $?`, 'Enter');
}

/** Never needed in full: every test ends its run itself. */
const LONG = '--duration 90s --warmup 200ms';

/** One title at the top, the keys at the bottom, and the wall between the halves straight. */
async function drawnWhole(rows: number, title: RegExp, keys: RegExp): Promise<string> {
  const text = await terminal.until((seen) => {
    const lines = seen.split('\n');
    return title.test(lines[0]!) && keys.test(lines[rows - 1]!);
  });
  const lines = text.split('\n');
  expect(lines.filter((line) => title.test(line)).length).toBe(1);
  return text;
}

function walls(text: string): Set<number> {
  const halves = text.split('\n').filter((line) => /^ *[\d.,]+ {2}[■▒░×·].*│/.test(line));
  return new Set(halves.map((line) => line.indexOf('│')));
}

async function restored(status: number): Promise<string> {
  const text = await terminal.until(new RegExp(`^status ${status}$`, 'm'));
  expect(terminal.alternate()).toBe(false);
  expect(terminal.cursorVisible()).toBe(true);
  return text;
}

describe.skipIf(!hasTmux)('screens of a run', () => {
  afterEach(() => terminal.close());

  it('udp at 80×24: figures, help, pause, save, q, and the summary in the normal screen', async () => {
    const files = scratch();
    begin(80, 24, `udp ${LONG}`, {}, files.path(''));
    await drawnWhole(24, /^sockbench udp .* running/, / q {2}end .* p {2}pause .* s {2}save .* \? {2}help/);
    await terminal.until(/^whole run +[\d.]+ [µm]s/m);
    terminal.type('?');
    await terminal.until(/^── Help/m);
    terminal.type('x');
    await terminal.until((text) => !text.includes('── Help'));
    terminal.type('p');
    const paused = await terminal.until(/SCREEN PAUSED/);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(terminal.text()).toBe(paused);
    terminal.type('p');
    await terminal.until((text) => !text.includes('SCREEN PAUSED'));
    terminal.type('s');
    await terminal.until(/When the run has ended, it will be saved: sockbench-udp-\d+-\d+\.json/);
    terminal.type('q');
    const text = await restored(130);
    expect(text).toMatch(/^Saved: sockbench-udp-/m);
    expect(text).toMatch(/a\s+screen\s+was\s+drawn/);
    const [saved] = readdirSync(files.path(''));
    const result = JSON.parse(readFileSync(files.path(saved!), 'utf8')) as RunResult;
    expect(result.ending.status).toBe('interrupted');
    expect(result.transports[0]!.quality.screen).toBe(true);
    files.remove();
  });

  it('tcp at 120×40 in Portuguese, after the locale; Ctrl-C ends it', async () => {
    begin(120, 40, `tcp ${LONG}`, { LANG: 'pt_BR.UTF-8' });
    await drawnWhole(40, /^sockbench tcp {2}servidor próprio .* medindo/, / q {2}terminar .* \? {2}ajuda/);
    await terminal.until(/^desde o início +[\d,]+ [µm]s/m);
    expect(terminal.alternate()).toBe(true);
    terminal.type('C-c');
    const text = await restored(130);
    expect(text).toContain('Latência das sondas respondidas');
  });

  it('SIGTERM: what was measured so far, and the terminal as it was', async () => {
    begin(100, 100, `udp ${LONG}`);
    await terminal.until(/^whole run +[\d.]+ [µm]s/m);
    process.kill(terminal.child(), 'SIGTERM');
    const text = await restored(130);
    expect(text).toMatch(/Interrupted[\s\S]*Probes sent +[1-9]/);
  });

  it('a run that ends by itself leaves its summary, and keys typed meanwhile do no harm', async () => {
    begin(100, 100, 'udp --count 300 --rate 200');
    await terminal.until(/sockbench udp .* running/);
    terminal.type('zxl');
    const text = await restored(0);
    expect(text).toMatch(/Probes sent +300/);
  });

  it('tcp --mode down: what is carried, without latency', async () => {
    begin(80, 24, `tcp --mode down --rate 200 ${LONG}`);
    const text = await terminal.until(/TCP carries [\d.]+ [kMG]bit\/s down\./);
    expect(text).toContain('Arrived over time, down');
    expect(text).not.toMatch(/p50|answered/);
    terminal.type('q');
    await restored(130);
  });

  it('NO_COLOR and --no-color: not a single colour', async () => {
    begin(80, 24, `udp --no-color ${LONG}`);
    await terminal.until(/sockbench udp .* running/);
    expect(terminal.painted()).not.toContain('\u001B[');
    terminal.type('q');
    await restored(130);
    terminal.type(`clear; NO_COLOR=1 ${SOCKBENCH} udp ${LONG}; echo status $?`, 'Enter');
    await terminal.until(/sockbench udp .* running/);
    expect(terminal.painted()).not.toContain('\u001B[');
    terminal.type('q');
    await restored(130);
  });

  it('a dumb terminal gets lines, also where a dashboard was asked for', async () => {
    begin(100, 60, 'udp --ui dashboard --count 20 --rate 200', { TERM: 'dumb' });
    const text = await restored(0);
    expect(text).toContain('There is no terminal for a dashboard: text lines instead.');
    expect(text).toMatch(/Probes sent +20/);
    expect(text).not.toContain('\u001B');
  });
});

describe.skipIf(!hasTmux || noLab !== undefined)('the screen of compare', () => {
  it('one after the other: the transport that is over stands whole beside the one that runs', async () => {
    begin(100, 30, 'compare --sequential --delay 110ms --duration 2s --warmup 200ms --rate 200');
    const text = await terminal.until(
      (seen) => /^sockbench.*running/m.test(seen) && /│ delivered [1-9]/.test(seen),
    );
    expect(text).toContain('delivered 400 of 400  lost 0');
    terminal.type('q');
    await terminal.until(/^status 130$/m);
  });

  afterEach(() => terminal.close());

  it('at 100×30: holes against stalls, keys for the link, a resize in mid-run, q', async () => {
    const { path, remove } = scratch();
    const file = path('run.json');
    begin(100, 30, `compare --loss 8% --delay 20ms --seed 5 --output ${file} ${LONG}`);
    await drawnWhole(
      30,
      /^sockbench compare {2}lab .* running/,
      / q {2}end .* l\/L {2}loss .* d\/D {2}delay/,
    );
    const seen = await terminal.until((text) => {
      const strip = text.split('\n').filter((line) => /^ *[\d,]+ {2}[■▒░×·].*│/.test(line));
      return strip.some((line) => line.split('│')[0]!.includes('▒')) && /│.*×/.test(strip.join('\n'));
    });
    expect(walls(seen).size).toBe(1);
    expect(seen).toMatch(/behind a (?:lost segment|loss)/);
    expect(seen).toMatch(/╳.* lost/);
    for (const line of seen.split('\n'))
      if (/^ *[\d,]+ {2}[■▒░×·].*│/.test(line)) expect(line.split('│')[0]).not.toContain('×');
    terminal.type('l');
    await terminal.until(/link, each way: loses 10 % \(19 % of round trips\), delays 20 ms/);
    terminal.type('L', 'L', 'D', 'j');
    await terminal.until(/link, each way: loses 5 % .*delays 10 ms, jitter 1 ms/);
    terminal.type('Up', 'Right');
    await terminal.until(/link, each way: loses 7\.5 % .*delays 20 ms, jitter 1 ms/);
    for (const [columns, rows] of [
      [80, 24],
      [120, 40],
    ] as const) {
      terminal.resize(columns, rows);
      const text = await drawnWhole(rows, /^sockbench compare .* running/, / q {2}end/);
      expect(walls(text).size).toBe(1);
    }
    terminal.type('q');
    const text = await restored(130);
    expect(text).toMatch(/Quality:[\s\S]*a\s+screen\s+was\s+drawn/);
    const udp = (JSON.parse(readFileSync(file, 'utf8')) as RunResult).transports[1]!;
    remove();
    // However the link was changed under it, what was measured is what it did.
    expect(udp.link!.changes.map(({ impairment }) => impairment.up.loss)).toContain(0.1);
    for (const direction of ['up', 'down'] as const) {
      const { packets, delivered, dropped } = udp.link![direction].udp;
      expect(udp.loss[direction]).toMatchObject({ sent: packets, received: delivered, lost: dropped });
    }
  });

  it('at 80×24 in Portuguese', async () => {
    begin(80, 24, `compare --loss 8% --delay 10ms --lang pt-BR ${LONG}`);
    await drawnWhole(24, /^sockbench compare {2}laboratório .* medindo/, / q {2}terminar/);
    const text = await terminal.until((seen) => walls(seen).size === 1 && /O UDP já perdeu/.test(seen));
    expect(text).toContain('enlace, em cada sentido: perde 8 % (15,4 % das idas e voltas), atrasa 10 ms');
    terminal.type('q');
    await restored(130);
  });

  it('without a link: t begins the same over one that has something to show, and its keys work', async () => {
    begin(100, 30, `compare ${LONG}`);
    await terminal.until(/ t {2}Try: .*compare --loss 5% --delay 20ms/);
    terminal.type('t');
    await terminal.until(/link, each way: loses 5 % \(9\.75 % of round trips\), delays 20 ms/);
    for (const delay of ['30', '50', '75', '100']) {
      terminal.type('d');
      await terminal.until(new RegExp(`loses 5 % .*delays ${delay} ms`));
    }
    await terminal.until(/delivered [1-9]/);
    terminal.type('q');
    const text = await restored(130);
    expect(text).toContain('Quality:');
  });
});

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
