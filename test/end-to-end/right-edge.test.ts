/** No row that is written passes the right edge of a real terminal, whatever somebody says in whatever script. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chatFrame } from '../../src/present/chat/frame.ts';
import { emptyChat, reduceChat } from '../../src/present/chat/model.ts';
import { Painter, standIn } from '../../src/present/live/terminal/painter.ts';
import { ENTER, LEAVE } from '../../src/present/live/terminal/terminal.ts';
import { themeFor } from '../../src/present/live/theme.ts';
import { fold } from '../../src/present/terminal/fold.ts';
import type { ChatEvent, Person } from '../../src/result/events/chat-events.ts';
import { safeText } from '../../src/safe-text.ts';
import { widthOf } from '../../src/width.ts';
import { wordsFor } from '../../src/words/index.ts';
import { ATTACKS, HONEST, hostile } from '../present/scripts.ts';
import { type Scratch, scratch } from './command.ts';
import { falseServer } from './false-server.ts';
import { hasTmux, openTerminal, SOCKBENCH, type Terminal } from './tmux.ts';

const [COLUMNS, ROWS] = [80, 24];
/** Of those who are here, with the wall before them. */
const PEOPLE_COLUMNS = 22;
/** In full by `npm run attack`. */
const TEXTS = Number(process.env['SOCKBENCH_ATTACK_TEXTS'] ?? 2000);
const FRAMES = Math.ceil(TEXTS / 250);
const SEED = Number(process.env['SOCKBENCH_ATTACK_SEED'] ?? 1);
const words = wordsFor('en');

describe.skipIf(!hasTmux)('in a real terminal', () => {
  let files: Scratch;
  let terminal: Terminal;
  beforeEach(() => {
    files = scratch();
  });
  afterEach(() => {
    terminal.close();
    files.remove();
  });

  async function drawnWidths(texts: readonly string[]): Promise<number[]> {
    const probe = fileURLToPath(new URL('width-probe.mjs', import.meta.url));
    writeFileSync(files.path('in'), JSON.stringify(texts));
    terminal = openTerminal(250, 10);
    terminal.type(
      `${process.execPath} ${probe} ${files.path('in')} ${files.path('out')}; clear; echo done`,
      'Enter',
    );
    await terminal.until(/^done/m);
    return JSON.parse(readFileSync(files.path('out'), 'utf8')) as number[];
  }

  it('no text takes more columns than are counted', async () => {
    const random = fc.sample(hostile, { numRuns: TEXTS, seed: SEED }).flatMap((text) => fold(text, 100));
    // Every code point that is shown at all; in the bounded form each 37th.
    const signs: string[] = [];
    for (let code = 0x20; code < 0x110000; code += TEXTS > 2000 ? 1 : 37) {
      const sign = String.fromCodePoint(code);
      if (sign.isWellFormed() && safeText(`x${sign}`) === `x${sign}`) signs.push(`x${sign}`);
    }
    const texts = [...random, ...Object.values(HONEST), ...signs];
    expect(texts.length).toBeGreaterThan(5000);
    const drawn = await drawnWidths(texts);
    const wider = texts.filter((text, at) => drawn[at]! > widthOf(text));
    expect(wider.map((text) => JSON.stringify(text))).toEqual([]);
  });

  /** The rows of the screen after the frame was painted. */
  async function painted(
    texts: readonly string[],
    colour: boolean,
  ): Promise<{ rows: string[]; cutOff: string[] }> {
    const name = texts[0]!.slice(0, 6);
    const people: Person[] = ['Ana', 'नमस्ते', '安娜', name].map((person, id) => ({
      id,
      name: person,
      transport: 'tcp',
      plain: false,
    }));
    const events: ChatEvent[] = [
      { kind: 'welcome', name: 'Ana', transport: 'tcp', impairment: null, people },
      ...texts.map(
        (text, at): ChatEvent => ({
          kind: 'message',
          name: people[at % people.length]!.name,
          text,
          action: false,
          mine: false,
          over: 'tcp',
          fate: 'in-order',
        }),
      ),
    ];
    const model = events.reduce(
      (at, event) => reduceChat(at, event, people, '14:03', words),
      emptyChat('h', 'tcp'),
    );
    const theme = themeFor(
      { LANG: 'C.UTF-8', TERM: 'xterm-256color', ...(colour ? {} : { NO_COLOR: '1' }) },
      'linux',
    );
    const canvas = { theme, words, columns: COLUMNS, rows: ROWS, lineBytes: 1000 };
    const { lines } = chatFrame(canvas, model);
    let bytes = ENTER;
    const painter = new Painter((text) => {
      bytes += text;
    });
    painter.write(lines.map((_, row) => standIn(row)).join('\n'));
    painter.paint(lines);
    writeFileSync(files.path('frame'), bytes);
    writeFileSync(files.path('leave'), LEAVE);
    terminal.type(
      `cat ${files.path('frame')}; sleep 0.2; printf '\\033[H\\033[?25h'; read; cat ${files.path('leave')}`,
      'Enter',
    );
    await terminal.until(/^sockbench chat/);
    await expect.poll(() => terminal.cursorVisible()).toBe(true);
    const rows = terminal.lines().slice(0, ROWS);
    // Cut off behind the wall, to see which sign stands in its column.
    terminal.resize(COLUMNS - PEOPLE_COLUMNS + 1, ROWS);
    await expect.poll(() => terminal.columns()).toBe(COLUMNS - PEOPLE_COLUMNS + 1);
    const cutOff = terminal.lines().slice(0, ROWS);
    terminal.resize(COLUMNS, ROWS);
    terminal.type('Enter');
    await expect.poll(() => terminal.alternate()).toBe(false);
    return { rows, cutOff };
  }

  it('every row of a chat stands in its own, and the entry line and the wall where they belong', async () => {
    terminal = openTerminal(COLUMNS, ROWS);
    const samples = fc.sample(fc.array(hostile, { minLength: 1, maxLength: 8 }), {
      numRuns: FRAMES,
      seed: SEED,
    });
    for (const [at, texts] of [Object.values(HONEST), ...samples].entries()) {
      const { rows, cutOff } = await painted(texts, at % 2 === 0);
      const [title, rule, ...rest] = rows;
      // The wall is straight, whatever stands before it.
      for (const row of cutOff.slice(2, -3)) expect(row).toMatch(/│$/);
      expect(title).toMatch(/^sockbench chat h {2}.*Ana {2}over TCP$/);
      expect(rule).toMatch(/^─+$/);
      for (const row of rest.slice(0, -3)) {
        expect(row).toMatch(/^(14:03 | {6}).*│( |$)/);
      }
      expect(rest.at(-3)).toMatch(/^─+$/);
      expect(rest.at(-2)).toMatch(/^Ana>( _)?$/);
      expect(rest.at(-1)).toMatch(/^Enter /);
    }
  });

  it('what a server says of itself stays in its row', async () => {
    const attack = `${ATTACKS[0]!.slice(0, 700)}\u001b[2J\u202e${'x'.repeat(200)}FORGED`;
    const texts = { tool: attack, engine: attack, notice: attack, limited: [attack, `${attack}.`] };
    const server = await falseServer({ rate: 50, duration: 30e9 }, null, texts);
    try {
      terminal = openTerminal(COLUMNS, ROWS);
      terminal.type(`${SOCKBENCH} udp ${server.target} --duration 60s --warmup 0ms --rate 50`, 'Enter');
      await terminal.until(/^sockbench udp .* running/);
      // What it said is seen, cut; nothing of it begins a row of its own.
      for (let look = 0; look < 10; look++) {
        const rows = terminal.lines().slice(0, ROWS);
        expect(rows.filter((row) => /^(x{5}|FORGED|क)/.test(row))).toEqual([]);
        expect(rows[0]).toMatch(/^sockbench udp/);
        expect(rows[ROWS - 1]).toMatch(/^ q {2}end/);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    } finally {
      server.end();
    }
  });

  it('a line in Hindi stays whole and readable', async () => {
    terminal = openTerminal(COLUMNS, ROWS);
    const { rows } = await painted([HONEST['hindi']!], false);
    const said = rows.map((row) => row.replace(/│.*/, '').slice(6).trim()).join(' ');
    expect(said).toContain(HONEST['hindi']);
  });
});
