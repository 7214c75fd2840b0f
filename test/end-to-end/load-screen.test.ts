/** The screen of a load in a real terminal: by hand in English, ended by Ctrl-C in Portuguese; what was done is in the document. */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { afterAll, describe, expect, it } from 'vitest';
import { type LoadDocument, LoadSchema } from '../../src/result/document/load.ts';
import { noLab, scratch } from './lab-tools.ts';
import { hasTmux, openTerminal, SOCKBENCH, type Terminal } from './tmux.ts';

const files = scratch();
afterAll(() => files.remove());

const LOAD = `${SOCKBENCH} load --direction up --phase 3s --bandwidth 10M --queue 150kB --seed 5 --force`;
const saved = (file: string): LoadDocument =>
  v.parse(LoadSchema, JSON.parse(readFileSync(file, 'utf8')) as unknown);

async function within<T>(columns: number, rows: number, use: (terminal: Terminal) => Promise<T>): Promise<T> {
  const terminal = openTerminal(columns, rows);
  try {
    return await use(terminal);
  } finally {
    terminal.close();
  }
}

describe.skipIf(noLab !== undefined || !hasTmux).concurrent('the screen of a load', () => {
  it('shows both directions, and when it is done loads by hand, whose queue is turned while it is full', async () => {
    const file = files.path('by-hand.json');
    const text = await within(110, 32, async (terminal) => {
      terminal.type(`${LOAD} --output ${file}`, 'Enter');
      await terminal.until(/up: added delay .*down: added delay/);
      await terminal.until(/sockbench load .*cubic.*done/);
      terminal.type('u');
      await terminal.until(/sockbench load .*cubic.* up /);
      terminal.type('a');
      await terminal.until(/CoDel [█░]/);
      terminal.type('u');
      await terminal.until(/sockbench load .*cubic.* idle /);
      terminal.type('q');
      await terminal.until(/By hand/);
      return terminal.until(/Saved: /);
    });
    expect(text).toContain('up is filled');
    const { byHand, ending } = saved(file);
    expect(ending.status).toBe('completed');
    expect(byHand!.events.map(({ event }) => event)).toEqual(['begin', 'link', 'end']);
    expect(byHand!.events[1]).toMatchObject({ impairment: { up: { aqm: 'codel' }, down: { aqm: 'codel' } } });
    expect(byHand!.impairment).toMatchObject({ up: { aqm: 'none' } });
    expect(byHand!.added.up.length).toBeGreaterThan(0);
  }, 60_000);

  it('ends in any phase, in the other language, with the document so far', async () => {
    const file = files.path('ended.json');
    await within(80, 24, async (terminal) => {
      terminal.type(`${LOAD} --lang pt-BR --output ${file}`, 'Enter');
      await terminal.until(/subida: atraso a mais .*descida: atraso a mais/);
      await terminal.until(/sockbench load .* subida /);
      terminal.type('C-c');
      await terminal.until(/Salvo: /);
    });
    const { ending, phases, byHand } = saved(file);
    expect([ending.status, phases[0]!.name, byHand]).toEqual(['interrupted', 'idle', undefined]);
    expect(phases[0]!.whole.added.up.p95).not.toBeNull();
  }, 60_000);
});
