/** The same thing has the same name and colour on the screen and on the page: both read one table. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toneStyle } from '../../src/present/html/charts/tones.ts';
import { htmlPage } from '../../src/present/html/page.ts';
import { emptyLane } from '../../src/present/live/model/model.ts';
import { delivery, SIGNS, signsOf } from '../../src/present/live/parts/delivery.ts';
import { legend } from '../../src/present/live/parts/legend.ts';
import { line } from '../../src/present/live/text.ts';
import { COLOURS, FATES, type Fate, OWNER_TONES, PACKET_TONES, type Tone } from '../../src/present/looks.ts';
import { wordsFor } from '../../src/words/index.ts';
import { samples } from '../fixtures/results.ts';
import { canvasFor } from './live/screenshot.tsx';

type Rgb = readonly [number, number, number];

/** Degrees; null: grey. */
function hueOf([r, g, b]: Rgb): number | null {
  const most = Math.max(r, g, b);
  const span = most - Math.min(r, g, b);
  if (span < 0.2 * most) return null;
  const turn = most === r ? (g - b) / span : most === g ? 2 + (b - r) / span : 4 + (r - g) / span;
  return (turn * 60 + 360) % 360;
}

const ofHex = (text: string): Rgb =>
  [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16)) as unknown as Rgb;

/** xterm's 256: a cube of six levels, then greys. */
function ofTerminal(code: number): Rgb {
  if (code >= 232) return [1, 1, 1];
  const level = (step: number): number => (step === 0 ? 0 : 55 + 40 * step);
  const at = code - 16;
  return [level(Math.floor(at / 36)), level(Math.floor(at / 6) % 6), level(at % 6)];
}

const BASIC: Readonly<Record<string, number>> = { 31: 0, 32: 120, 33: 60, 35: 300, 36: 180 };

describe.each(Object.keys(COLOURS) as Tone[])('the colour %s', (tone) => {
  it('is one colour on every terminal and on every page', () => {
    const { terminal, terminalLight, basic, light, dark } = COLOURS[tone];
    const hues = [ofTerminal(terminal), ofTerminal(terminalLight), ofHex(light), ofHex(dark)].map(hueOf);
    if (tone === 'dim') expect(hues).toEqual([null, null, null, null]);
    else
      for (const hue of [...hues, BASIC[basic.split(';').at(-1)!]!]) {
        const apart = Math.abs(hue! - hues[0]!);
        expect(Math.min(apart, 360 - apart)).toBeLessThan(40);
      }
  });

  it('is what the style of the page says, light and dark', () => {
    const values = Array.from(
      toneStyle().matchAll(new RegExp(`--${tone}:([^;]*);`, 'g')),
      ([, value]) => value,
    );
    const { light, dark } = COLOURS[tone];
    expect(values).toEqual([light, dark, dark, light]);
  });
});

const PAGE_FATES = ['.', 'x', 'u', 'n', 'l', 'd', 'o', 'w', 'h', 's'] as const;

describe.each(['en', 'pt-BR'] as const)('a fate in %s', (language) => {
  const words = wordsFor(language);
  const result = samples.udpLossy();
  const page = htmlPage(
    {
      ...result,
      transports: result.transports.map((one) => ({
        ...one,
        delivery: { probes: PAGE_FATES.length, fates: PAGE_FATES.map((code) => `1${code}`).join('') },
      })),
    },
    words,
    language,
  );

  it.each(PAGE_FATES)('%s has one name and one colour', (code) => {
    const { tone, name } = FATES[code];
    const onPage = words.live.legend[name];
    expect(page).toMatch(new RegExp(`class="fate ${tone}"[^>]*/></svg>${onPage}: 1<`));
    const canvas = canvasFor({ language, env: { LANG: 'C.UTF-8', TERM: 'xterm-256color' } });
    const lane = { ...emptyLane('udp'), strip: { from: 0, fates: code } };
    const grid = { cells: 20, rows: 1, group: 1, from: 0, label: 8 };
    const sign = canvas.theme.paint(tone, canvas.theme.glyphs[SIGNS[code as Fate]]);
    expect(delivery(canvas, lane, grid)[0]).toContain(sign);
    const said = line(canvas.theme, 200, ...legend(canvas, signsOf([lane], grid), 1).flat());
    expect(said).toContain(sign);
    // The screen has one sign for what was lost, the page knows where.
    const onScreen = code === 'u' || code === 'n' ? words.live.legend.lost : onPage;
    expect(said).toContain(` ${onScreen}  `);
    expect(onPage.startsWith(onScreen)).toBe(true);
  });

  it('stands under the same headings', () => {
    const lab = htmlPage(samples.compareLab(), words, language);
    const { delivery: fates, wire, histogram } = words.live.sections;
    for (const heading of [`<h2>${fates}<`, `<h2>${wire}<`, `<h3>${histogram}<`])
      expect(lab).toContain(heading);
    expect(lab.indexOf(`<h2>${fates}<`)).toBeLessThan(lab.indexOf(`<h2>${wire}<`));
    expect(lab.indexOf(`<h2>${wire}<`)).toBeLessThan(lab.indexOf('class="chart"'));
  });
});

describe('the style of the page', () => {
  const css = readFileSync(new URL('../../src/present/html/assets/figures.css', import.meta.url), 'utf8');
  const toneOf = (selector: string): string | undefined =>
    new RegExp(`(?:^|\\n)${selector.replace(/[.()]/g, '\\$&')} \\{[^}]*?var\\(--(\\w+)\\)`).exec(css)?.[1];

  it('draws owners and packets in the tones of the table', () => {
    for (const [owner, tone] of Object.entries(OWNER_TONES))
      if (owner !== 'unknown') expect(toneOf(`.owner.${owner}`), owner).toBe(tone);
    expect(toneOf('.sequence .packet.gone')).toBe(PACKET_TONES.gone);
    expect(toneOf('.sequence .packet.again:not(.gone)')).toBe(PACKET_TONES.again);
    expect(toneOf('.sequence .packet.bare:not(.gone)')).toBe(PACKET_TONES.bare);
    for (const transport of ['tcp', 'udp'])
      for (const selector of [`.line.${transport}`, `.bar.${transport}`, `.sequence.${transport} .packet`])
        expect(toneOf(selector), selector).toBe(transport);
  });
});
