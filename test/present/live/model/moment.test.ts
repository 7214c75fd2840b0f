/** The sentence beside a strip says nothing that the strip and the counts beside it deny. */
import { describe, expect, it } from 'vitest';
import { emptyModel, type Lane } from '../../../../src/present/live/model/model.ts';
import { momentSentence } from '../../../../src/present/live/model/moment.ts';
import { reduce } from '../../../../src/present/live/model/reduce.ts';
import { summarySentence } from '../../../../src/present/live/sentences.ts';
import { widthOf } from '../../../../src/present/live/text.ts';
import type { RunEvent, Snapshot } from '../../../../src/result/events.ts';
import type { FateRecord } from '../../../../src/result/impairment.ts';
import type { Transport } from '../../../../src/units.ts';
import { scenario, specOf } from '../scenarios.ts';
import { canvasFor, drawn, modelAt } from '../screenshot.tsx';

const MS = 1e6;
const template = scenario({ transports: ['udp'], seconds: 1 }).events.find(
  (event) => event.event === 'snapshot',
)! as Extract<RunEvent, { event: 'snapshot' }>;

/** Of a run whose first probe is number 0; what arrived since the frame before is given. */
function told(
  transport: Transport,
  seconds: number,
  fates: string,
  arrived: number,
  max = 40 * MS,
  changes: Partial<Snapshot> = {},
): RunEvent {
  const of = (codes: RegExp): number => fates.replace(codes, '').length;
  const latency = (count: number) => {
    const time = count === 0 ? null : max;
    return { count, p50: time, p90: time, p99: time, p999: time, max: time };
  };
  const snapshot: Snapshot = {
    ...template.snapshot,
    elapsed: seconds * 1e9,
    sent: fates.length,
    received: of(/[^.whdo]/g),
    lost: of(/[^xun]/g),
    unresolved: of(/[^?]/g),
    recent: latency(arrived),
    total: latency(of(/[^.whdo]/g)),
    strip: { from: 0, fates },
    ...changes,
  };
  return { event: 'snapshot', transport, snapshot };
}

const after = (transport: Transport, ...events: RunEvent[]) =>
  events.reduce(reduce, emptyModel(specOf([transport])));
const laneOf = (transport: Transport, ...events: RunEvent[]): Lane => after(transport, ...events).lanes[0]!;
const said = (lane: Lane, from = 0, room?: number): string => momentSentence(canvasFor(), lane, from, room);

function crossing(count: number, lost: number | null): RunEvent {
  const packets = Array.from(
    { length: count },
    (_, index): FateRecord => ({
      time: index * MS,
      direction: 'up',
      protocol: 'tcp',
      source: 'a',
      destination: 'b',
      bytes: 92,
      fate: index === lost ? 'lost' : 'delivered',
      index,
    }),
  );
  return { event: 'packets', packets, skipped: 0 };
}

describe('while nothing has arrived yet', () => {
  it('nothing stalls, and nothing is calm', () => {
    for (const transport of ['tcp', 'udp'] as const)
      for (const packets of [[], [crossing(25, null)]]) {
        const model = after(
          transport,
          told(transport, 0.2, '?'.repeat(10), 0),
          ...packets,
          told(transport, 0.4, '?'.repeat(25), 0),
        );
        expect(said(model.lanes[0]!)).toBe('25 sent, no answer yet.');
        expect(summarySentence(canvasFor(), model)).toBe(
          `${transport.toUpperCase()}: 25 sent, no answer yet.`,
        );
      }
  });
});

describe('a stall', () => {
  const begun = (max = 40 * MS) => told('tcp', 1, '....????', 4, max);
  const silent = (seconds: number, max = 40 * MS) => told('tcp', seconds, '....????????', 0, max);

  it('is silence after something came, for longer than an answer takes', () => {
    expect(said(laneOf('tcp', begun(), silent(1.2)))).toBe('Stall: 8 wait for a missing one.');
    expect(said(laneOf('tcp', begun(600 * MS), silent(1.2, 600 * MS)))).toBe(
      'Messages arrive in order, no stall.',
    );
  });

  it('is none over a link that was seen to lose nothing lately', () => {
    const over = (lost: number | null) => said(laneOf('tcp', begun(), crossing(150, lost), silent(1.2)));
    expect(over(140)).toContain('Stall');
    expect(over(10)).not.toContain('Stall');
    expect(over(null)).not.toContain('Stall');
  });
});

describe('calm', () => {
  it('is said of TCP only where nothing that is shown had to wait', () => {
    const lane = laneOf('tcp', told('tcp', 1, '..w.....', 8));
    expect(said(lane)).toBe('1 of those shown had to wait.');
    expect(said(lane, 3)).toBe('Messages arrive in order, no stall.');
    expect(said({ ...lane, strip: { from: 0, fates: '..h..' } })).toContain('had to wait');
  });

  it('is said of UDP only where none is missing', () => {
    const calm = (fates: string, from: number, changes: Partial<Snapshot> = {}) =>
      said({ ...laneOf('udp', told('udp', 1, fates, 4, 1, changes)), happening: null }, from);
    expect(calm('..x.....', 0)).toBe('#3 is gone; the next came anyway.');
    expect(calm('..x.....', 3)).toBe('No hole among those shown.');
    expect(calm('........', 0)).toBe('Datagrams arrive without a hole.');
    // Overtaken by one only: drawn and counted as still awaited.
    expect(calm('......?.', 0)).toBe('Datagrams arrive without a hole.');
    expect(calm('xxxx....', 0, { strip: { from: 9000, fates: 'xxxx....' } })).toBe('');
  });

  it('is not said of what was never answered', () => {
    const ended = modelAt(scenario({ transports: ['tcp'] }), Number.POSITIVE_INFINITY);
    const [lane] = ended.lanes;
    expect(said(lane!)).toBe('Messages arrive in order, no stall.');
    const probes = { ...lane!.final!.probes!, received: 990, lost: 10 };
    expect(said({ ...lane!, final: { ...lane!.final!, probes } })).toBe('');
  });
});

describe('a hole', () => {
  it('at the very end is only gone: no next one came', () => {
    expect(said(laneOf('udp', told('udp', 9, '......xx', 0)))).toBe('#7 to #8 are gone.');
    expect(said(laneOf('udp', told('udp', 9, '......x.', 1)))).toBe('#7 is gone; the next came anyway.');
  });

  it('that came while another was told is told next, also where nothing is new by then', () => {
    const events = [
      told('udp', 0.2, '.?...', 4),
      told('udp', 1.2, '.?....??...', 5),
      told('udp', 2.3, '.?....??....', 1),
    ];
    expect(said(laneOf('udp', ...events.slice(0, 2)))).toContain('#2 is gone');
    expect(said(laneOf('udp', ...events))).toContain('#7 to #8 are gone');
  });

  it('is seen where what shows it came in two frames', () => {
    const lane = laneOf('udp', told('udp', 0.2, '....?.', 5), told('udp', 0.4, '....?...', 2));
    expect(lane.happening).toMatchObject({ kind: 'hole', first: 4, count: 1 });
  });

  it('that was filled after all is none', () => {
    const lane = laneOf('udp', told('udp', 0.2, '.?...', 4), told('udp', 0.4, '.o...', 1));
    expect(said(lane)).toBe('Datagrams arrive without a hole.');
  });
});

describe('a wait', () => {
  const burst = (seconds: number, calm: number, longest: number) =>
    told('tcp', seconds, `${'.'.repeat(calm)}whhh`, 4, longest);

  it('gives way to a longer one at once, to a shorter one once it was read', () => {
    const first = [told('tcp', 0.2, '....', 4), burst(0.4, 4, 333 * MS)];
    expect(said(laneOf('tcp', ...first))).toBe('4 waited for a lost segment: 333 ms');
    expect(said(laneOf('tcp', ...first, burst(1, 20, 1010 * MS)))).toContain('1.01 s');
    expect(said(laneOf('tcp', ...first, burst(1, 20, 200 * MS)))).toContain('333 ms');
    expect(said(laneOf('tcp', ...first, burst(2.6, 20, 200 * MS)))).toContain('200 ms');
  });
});

describe('the wait that is told at the end', () => {
  it('is the slowest, or none', () => {
    const ended = modelAt(scenario({ transports: ['tcp'], loss: 0.05 }), Number.POSITIVE_INFINITY);
    const [lane] = ended.lanes;
    const told = (longest: number): string =>
      said({ ...lane!, happening: { kind: 'burst', at: 9e9, behind: 9, longest, known: true } });
    const slowest = lane!.final!.latency.response!.max!;
    expect(told(slowest)).toContain('9 waited for a lost segment');
    expect(told(slowest / 2)).toMatch(/^\d+ of those shown had to wait\.$/);
  });
});

describe('the figures of the moment', () => {
  it('are whole in half of 80 columns, in either language', () => {
    const many = (fates: string): Lane => {
      const lane = laneOf('udp', told('udp', 1, fates, 4));
      return { ...lane, happening: null, strip: { ...lane.strip, from: 123_000 } };
    };
    const tcp = laneOf('tcp', told('tcp', 1, '....', 4));
    const behind = { kind: 'burst', at: 0, behind: 1234, longest: 66.3 * MS } as const;
    const stall = { kind: 'stall', at: 0, waiting: 1234, since: 0 } as const;
    const lanes = [
      many('..xxx...'),
      many('..x.....'),
      many('........'),
      laneOf('udp', told('udp', 1, '?'.repeat(1234), 0)),
      laneOf('tcp', told('tcp', 1, `..${'h'.repeat(1234)}..`, 4)),
      tcp,
      { ...tcp, happening: { ...behind, known: true } },
      { ...tcp, happening: { ...behind, known: false } },
      { ...tcp, happening: stall },
    ].map((lane) => ({ ...lane, happening: lane.transport === 'udp' ? null : lane.happening }));
    for (const language of ['en', 'pt-BR'] as const)
      for (const lane of lanes) {
        const text = momentSentence(canvasFor({ language }), lane, 0, 36);
        expect(widthOf(text), text).toBeLessThanOrEqual(36);
        expect(text).not.toBe('');
      }
  });

  it('stand on the screen of 80×24', () => {
    const model = modelAt(scenario({ transports: ['tcp', 'udp'], loss: 0.05, delay: 20 * MS }), 5);
    for (const language of ['en', 'pt-BR'] as const)
      for (const line of drawn(model, { columns: 80, rows: 24, language }))
        if (line.startsWith('→')) expect(line).not.toContain('…');
  });
});
