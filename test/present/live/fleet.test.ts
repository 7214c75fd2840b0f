import { describe, expect, it } from 'vitest';
import { type FleetModel, fleetView } from '../../../src/present/live/fleet/view.ts';
import type { AgentMoment, FleetMoment } from '../../../src/result/events/fleet-events.ts';
import { widthOf } from '../../../src/width.ts';
import { canvasFor } from './screenshot.tsx';

const MS = 1e6;
const agent = (name: string, more: Partial<AgentMoment> = {}): AgentMoment => ({
  name,
  state: 'running',
  silentSeconds: 0.4,
  rate: 1000,
  sent: 12_345,
  received: 12_300,
  missing: 0,
  sendLagP99: 0.05 * MS,
  clockError: 0.2 * MS,
  ...more,
});
const moment = (agents: readonly AgentMoment[], more: Partial<FleetMoment> = {}): FleetMoment => ({
  atSeconds: 12.5,
  agents,
  sums: [
    {
      transport: 'udp',
      rate: 4000,
      bits: null,
      sent: 49_380,
      received: 49_000,
      missing: 380,
      p50: 0.2 * MS,
      p99: 1.5 * MS,
      max: 9 * MS,
    },
  ],
  ...more,
});
const model = (shown: FleetMoment | null, more: Partial<FleetModel> = {}): FleetModel => ({
  asked: 'udp  10.0.0.1:5000',
  wanted: 4,
  moment: shown,
  stopping: false,
  ...more,
});
const frame = (one: FleetModel, shot = {}): string[] =>
  fleetView(canvasFor({ columns: 100, rows: 16, ...shot }), one);
const FOUR = ['a', 'b', 'c', 'd'].map((name) => agent(name));

describe('the screen of a fleet', () => {
  it('has the sums over all agents', () => {
    const lines = frame(model(moment(FOUR)));
    expect(lines[0]).toMatch(/sockbench fleet {2}udp {2}10\.0\.0\.1:5000 .* 4 of 4 agents$/);
    expect(lines[1]).toContain('12.5 s since all began');
    expect(lines[2]).toMatch(/UDP +4,000\/s +sent 49,380 +loss 0\.77 % +p50 200 µs +p99 1\.5 ms +max 9 ms/);
    expect(
      lines.filter((line) => /^[abcd] +at work +1,000\/s +0 % +50 µs +±200 µs +12,345 +12,300/.test(line)),
    ).toHaveLength(4);
    expect(lines.at(-1)).toContain('stop');
  });

  it('says of each what is wrong with it', () => {
    const agents = [
      agent('x', { state: 'lost' }),
      agent('y', { silentSeconds: 4 }),
      agent('z', {
        state: 'preparing',
        rate: null,
        sent: null,
        received: null,
        missing: null,
        sendLagP99: null,
        clockError: null,
      }),
    ];
    const lines = frame(model(moment(agents, { atSeconds: null, sums: [] })));
    expect(lines[0]).toContain('2 of 4 agents');
    expect(lines[1]).toContain('nothing is sent yet');
    expect(lines.find((line) => line.startsWith('x'))).toContain('LOST');
    expect(lines.find((line) => line.startsWith('y'))).toContain('silent');
    expect(lines.find((line) => line.startsWith('z'))).toMatch(/^z +prepares +– +–/);
  });

  it('of too many shows first who needs a look, and how many are left out', () => {
    const many = Array.from({ length: 40 }, (_, at) => agent(`agent-${at + 10}`));
    many[30] = agent('agent-40', { state: 'lost' });
    many[20] = agent('agent-30', { missing: 1000 });
    const text = frame(model(moment(many), { wanted: 40 })).join('\n');
    expect(text.indexOf('agent-40')).toBeGreaterThan(0);
    expect(text.indexOf('agent-40')).toBeLessThan(text.indexOf('agent-30'));
    expect(text).toMatch(/… and \d\d more/);
  });

  it('fits every size, in both languages, with hostile names', () => {
    const hostile = [agent('a\u001b]52;c;eA==\u0007', { rate: 1e12, sent: 1e15 }), ...FOUR];
    for (const language of ['en', 'pt-BR'] as const)
      for (const columns of [60, 80, 100, 200])
        for (const rows of [12, 24, 50]) {
          const lines = frame(model(moment(hostile)), { language, columns, rows });
          expect(lines.length).toBe(rows);
          for (const line of lines) expect(widthOf(line), line).toBeLessThanOrEqual(columns);
          expect(lines.join('')).not.toContain('\u001b]');
        }
  });

  it('before anything was told, and once somebody has asked for its end', () => {
    expect(frame(model(null))[1]).toContain('nothing is sent yet');
    expect(frame(model(moment(FOUR), { stopping: true })).at(-1)).toContain('at once');
    expect(frame(model(moment(FOUR)), { language: 'pt-BR' }).join('\n')).toContain('trabalhando');
  });
});
