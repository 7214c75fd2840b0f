/** The screen of compare in a real terminal: the lab, its keys, one transport after the other. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { RunResult } from '../../src/result/document/schema.ts';
import { noLab, scratch } from './lab-tools.ts';
import { begin, drawnWhole, LONG, restored, terminal } from './screen-session.ts';
import { hasTmux } from './tmux.ts';

function walls(text: string): Set<number> {
  const halves = text.split('\n').filter((line) => /^ *[\d.,]+ {2}[■▒░×·*?].*│/.test(line));
  return new Set(halves.map((line) => line.indexOf('│')));
}

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
      const strip = text.split('\n').filter((line) => /^ *[\d,]+ {2}[■▒░×·*?].*│/.test(line));
      const drawn = strip.some((line) => line.split('│')[0]!.includes('▒')) && /│.*×/.test(strip.join('\n'));
      // The strip is the first to know; the sentence and the chart with its legend follow.
      return drawn && /behind a (?:lost segment|loss)/.test(text) && /╳.* lost/.test(text);
    });
    expect(walls(seen).size).toBe(1);
    for (const line of seen.split('\n'))
      if (/^ *[\d,]+ {2}[■▒░×·*?].*│/.test(line)) expect(line.split('│')[0]).not.toContain('×');
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

  it('in Portuguese without a link: t begins the same over one, and its keys work; at 80×24 too', async () => {
    begin(100, 30, `compare --lang pt-BR ${LONG}`);
    await terminal.until(/ t {2}Tente: .*compare --loss 5% --delay 20ms/);
    terminal.type('t');
    await terminal.until(/enlace, em cada sentido: perde 5 % \(9,75 % das idas e voltas\), atrasa 20 ms/);
    for (const delay of ['30', '50', '75', '100']) {
      terminal.type('d');
      await terminal.until(new RegExp(`perde 5 % .*atrasa ${delay} ms`));
    }
    terminal.resize(80, 24);
    await drawnWhole(24, /^sockbench compare {2}laboratório .* medindo/, / q {2}terminar/);
    await terminal.until((seen) => walls(seen).size === 1 && /O UDP já perdeu/.test(seen));
    terminal.type('q');
    const text = await restored(130);
    expect(text).toContain('Qualidade:');
  });
});
