/** The screens of the real commands in a real terminal. How the terminal is left behind is in screen-restore.test.ts too. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { RunResult } from '../../src/result/document/schema.ts';
import { scratch } from './lab-tools.ts';
import { begin, drawnWhole, LONG, restored, terminal } from './screen-session.ts';
import { hasTmux } from './tmux.ts';

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

  it('--no-color: not a single colour; SIGTERM: what was measured so far, and the terminal as it was', async () => {
    begin(100, 100, `udp --no-color ${LONG}`);
    await terminal.until(/^whole run +[\d.]+ [µm]s/m);
    expect(terminal.painted()).not.toContain('\u001B[');
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

  it('tcp --mode down: what is carried, without latency; with NO_COLOR without a single colour', async () => {
    begin(80, 24, `tcp --mode down --rate 200 ${LONG}`, { NO_COLOR: '1' });
    const text = await terminal.until(/TCP carries [\d.]+ [kMG]bit\/s down\./);
    expect(text).toContain('Arrived over time, down');
    expect(text).not.toMatch(/p50|answered/);
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
