/** What gives way where there is little room, and what is shown one after the other. */
import { describe, expect, it } from 'vitest';
import { emptyModel, type RunModel } from '../../../src/present/live/model/model.ts';
import { reduce } from '../../../src/present/live/model/reduce.ts';
import { FIRST_UI } from '../../../src/present/live/model/ui.ts';
import { directionTable } from '../../../src/present/live/parts/directions.ts';
import { keysLine } from '../../../src/present/live/parts/footer.ts';
import { linkLine, progressLine } from '../../../src/present/live/parts/header.ts';
import { laneCounts } from '../../../src/present/live/parts/lane.ts';
import { type Impairment, NO_IMPAIRMENT } from '../../../src/result/impairment.ts';
import { type Scenario, scenario } from './scenarios.ts';
import { canvasFor, drawn, modelAt } from './screenshot.tsx';

const OFFERS = { canTurn: true, canSave: true, canTry: false, leavesIn: null };
const lossy = scenario({ transports: ['tcp', 'udp'], loss: 0.05, delay: 20e6 });
const slow = modelAt(scenario({ transports: ['udp'], saturated: true }), 5);

describe('where the line is short', () => {
  it('of the keys, as many as fit whole are named, and the help always', () => {
    const model = modelAt(lossy, 5);
    const keys = (columns: number): string =>
      keysLine(canvasFor({ columns }), model, FIRST_UI, OFFERS).trimEnd();
    expect(keys(100)).toMatch(/ q .* p .* s .* \? .* l\/L .* d\/D .* j\/J /);
    for (let columns = 40; columns <= 100; columns++) {
      const shown = keys(columns);
      expect(keys(100).startsWith(shown), `${columns}: ${shown}`).toBe(true);
      // The next one would have been cut.
      if (shown !== keys(100)) expect(keys(100).slice(shown.length)).toMatch(/^ +\S/);
    }
    expect(keys(60)).toContain(' ? ');
    expect(keys(60)).not.toContain('j/J');
  });

  it('of the title, what matters least is left out, and nothing is cut', () => {
    const model = modelAt(lossy, 5);
    const parts = (line: string): string[] => line.trim().split(/ {2,}/);
    for (const language of ['en', 'pt-BR'] as const) {
      const whole = drawn(model, { columns: 200, language });
      for (let columns = 80; columns <= 140; columns++) {
        const lines = drawn(model, { columns, language });
        expect(parts(whole[0]!)).toEqual(expect.arrayContaining(parts(lines[0]!)));
        const [left, right] = lines[3]!.split('│').map((text) => text.trim());
        expect(`${left}${right}`).not.toContain('…');
        expect(right).toMatch(/^UDP {2}\S/);
      }
    }
    expect(drawn(modelAt(lossy, 5), { columns: 80 })[0]).toContain('100/s');
  });

  it('of the counts, the share goes before a count, and what is missing stays', () => {
    const counts = (sent: number, missing: number, again: number, language: 'en' | 'pt-BR'): string => {
      const [lane] = modelAt(scenario({ transports: ['tcp'] }), 5).lanes;
      const snapshot = {
        ...lane!.snapshot!,
        sent,
        received: sent - missing,
        lost: missing,
        tcp: { retransmits: again },
      };
      return laneCounts(canvasFor({ columns: 38, language }), { ...lane!, snapshot }).trimEnd();
    };
    expect(counts(500, 0, 41, 'en')).toBe('delivered 500  lost 0  sent again 41');
    expect(counts(500, 42, 144, 'en')).toBe('delivered 458  lost 42  re-sent 144');
    expect(counts(500, 42, 144, 'pt-BR')).toBe('entregues 458  perdidas 42  retr. 144');
    expect(counts(60_000, 1234, 1234, 'en')).toBe('lost 1,234  re-sent 1,234');
  });
});

describe('the directions', () => {
  const counts = (sent: number, lost: number) => ({
    sent,
    received: sent - lost,
    lost,
    duplicates: 12_345,
    reordered: 100_800,
  });
  const table = (columns: number, language: 'en' | 'pt-BR', sent: number): string[][] => {
    const [lane] = slow.lanes;
    const snapshot = {
      ...lane!.snapshot!,
      up: counts(sent, Math.round(sent * 0.158)),
      down: counts(Math.round(sent * 0.842), 7),
    };
    return directionTable(canvasFor({ columns, language }), { ...lane!, snapshot }).map((line) => {
      expect(line.length).toBeLessThanOrEqual(columns);
      return line
        .replace(/ \([^)]*\)/g, '')
        .trim()
        .split(/ +/);
    });
  };

  it('stand apart, whole, in either language at any width', () => {
    for (const language of ['en', 'pt-BR'] as const)
      for (let columns = 60; columns <= 120; columns++) {
        const [head, up, down] = table(columns, language, 621_632);
        expect(head!.length, `${columns}`).toBe(5);
        expect(up!.slice(1).map((text) => Number(text.replace(/\D/g, '')))).toEqual([
          621_632, 523_414, 98_218, 12_345, 100_800,
        ]);
        expect(down!.length).toBe(6);
      }
  });

  it('have no share where there is no room for it, and of very large ones the last are left out', () => {
    const line = (columns: number): string => directionTable(canvasFor({ columns }), slow.lanes[0]!)[1]!;
    expect(line(100)).toMatch(/^up +\d+ +\d+ +0 /);
    expect(table(60, 'pt-BR', 987_654_321_098)[1]!.length).toBe(4);
  });
});

describe('the link, where the line is short', () => {
  const one = { ...NO_IMPAIRMENT, loss: 0.03, delay: 5e6, jitter: 2e6, reorder: 0.05, duplicate: 0.02 };
  const told = (up: Impairment['up'], down: Impairment['up'], columns: number, language: 'en' | 'pt-BR') =>
    linkLine(canvasFor({ columns, language }), { up, down, profile: null, seed: 1 });

  it('leaves out whole parts, and says that it does', () => {
    for (const language of ['en', 'pt-BR'] as const)
      for (const down of [one, { ...one, loss: 0.5 }, NO_IMPAIRMENT]) {
        const parts = (columns: number): string[] =>
          told(one, down, columns, language).split(/, (?!delays nothing|não atrasa nada)| {2}| (?=\()/);
        const whole = parts(300);
        for (let columns = 72; columns < 160; columns++) {
          const shown = parts(columns);
          expect(told(one, down, columns, language).length).toBeLessThanOrEqual(columns);
          for (const part of shown) expect([...whole, '…'], `${columns}`).toContain(part);
          if (shown.filter((part) => part !== '…').length < whole.length - 1) expect(shown).toContain('…');
        }
      }
  });

  it('gives one direction what the other does not need', () => {
    expect(told(one, NO_IMPAIRMENT, 120, 'en')).toBe(
      'link, up: loses 3 %, delays 5 ms, jitter 2 ms, reorders 5 %, duplicates 2 %  down: loses nothing, delays nothing',
    );
    expect(told(NO_IMPAIRMENT, one, 120, 'en')).toMatch(/duplicates 2 %$/);
  });
});

describe('what is lost on the round trip', () => {
  const both = (changes: Partial<Impairment['up']>): string => {
    const one = { ...NO_IMPAIRMENT, ...changes };
    return linkLine(canvasFor({ columns: 120 }), { up: one, down: one, profile: null, seed: 1 });
  };

  it('is said of single losses, of bursts, and of both together', () => {
    expect(both({ loss: 0.05 })).toContain('(9.75 % of round trips)');
    expect(both({ burst: { ratio: 0.1, meanLength: 4 } as Impairment['up']['burst'] })).toContain(
      '(19 % of round trips)',
    );
    expect(both({ loss: 0.5, burst: { ratio: 0.5, meanLength: 4 } as Impairment['up']['burst'] })).toContain(
      '(93.8 % of round trips)',
    );
    expect(both({ delay: 20e6 })).not.toContain('round trips');
  });
});

describe('one after the other', () => {
  /** TCP as far as `tcp` s, then UDP as far as `udp` s. */
  function sequential(tcp: number, udp: number): RunModel {
    const { spec, events } = lossy as Scenario;
    let model = emptyModel({ ...spec, together: false });
    for (const event of events) {
      if (event.event === 'start')
        model = reduce(model, { ...event, effective: { ...event.effective, together: false } });
      else if (
        event.event === 'snapshot' &&
        event.snapshot.elapsed <= (event.transport === 'tcp' ? tcp : udp) * 1e9
      )
        model = reduce(model, event);
    }
    return model;
  }

  it('each has places of its own in the strip: the second begins at its own first', () => {
    const model = sequential(10, 1);
    const strip = drawn(model).filter((line) => /^ +[\d,]+ {2}[■▒·×]/.test(line));
    expect(strip.length).toBeGreaterThanOrEqual(2);
    const [left, right] = strip[0]!.split('│');
    expect(Number(/[\d,]+/.exec(left!)![0].replace(',', ''))).toBeGreaterThan(500);
    expect(/\d+/.exec(right!)![0]).toBe('1');
    expect(right).toMatch(/[■×]/);
    // At the same time, the second would have nothing where the first is.
    const together = { ...model, effective: { ...model.effective!, together: true } };
    expect(drawn(together).join('\n')).not.toMatch(/│ +1 {2}[■×]/);
  });

  it('each is half of the way, and what has not begun is still to come', () => {
    const bar = (tcp: number, udp: number): [number, string] => {
      const line = progressLine(canvasFor({ columns: 60 }), sequential(tcp, udp));
      const room = line.split('  ')[0]!;
      return [(room.split('█').length - 1) / room.length, line.trim().split('  ').at(-1)!];
    };
    const [half, left] = bar(5, 0);
    expect(half).toBeCloseTo(0.25, 1);
    expect(left).toBe('15.0 s left');
    expect(bar(10, 5)[0]).toBeCloseTo(0.75, 1);
    expect(bar(10, 5)[1]).toBe('5.0 s left');
  });
});

describe('the latency of one transport over time', () => {
  it('says where its scale is logarithmic, in either language at any width', () => {
    const model = modelAt(scenario({ transports: ['udp'], loss: 0.05, delay: 20e6 }), 5);
    const [lane] = model.lanes;
    const spike = { ...lane!.history[0]!, max: 40 * 41e6 };
    const jumped = { ...model, lanes: [{ ...lane!, history: [...lane!.history, spike] }] };
    for (const [language, said] of [
      ['en', 'Latency over time, log scale'],
      ['pt-BR', 'Latência no tempo, escala log'],
    ] as const)
      for (const columns of [80, 90, 100, 200]) {
        expect(drawn(jumped, { columns, language }).join('\n')).toContain(said);
        expect(drawn(model, { columns, language }).join('\n')).not.toContain(said);
        const heading = drawn(jumped, { columns, language }).find((line) => line.includes(said))!;
        expect(heading).toMatch(/█ p50 {2}┃ p99 {2}╎ m[aá]x/);
      }
  });
});
