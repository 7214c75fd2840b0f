/** The sentence beside a strip says nothing that the strip and the counts beside it deny. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawnStrip } from '../../../../src/present/live/model/drawn.ts';
import type { Lane } from '../../../../src/present/live/model/model.ts';
import { momentSentence } from '../../../../src/present/live/model/moment.ts';
import { ALL } from '../../../../src/present/live/model/runs.ts';
import { summarySentence } from '../../../../src/present/live/sentences.ts';
import { widthOf } from '../../../../src/present/live/text.ts';
import type { RunEvent, Snapshot } from '../../../../src/result/events/events.ts';
import type { Transport } from '../../../../src/units.ts';
import { scenario } from '../scenarios.ts';
import { canvasFor, drawn, modelAt } from '../screenshot.tsx';
import { crossing, modelAfter, snapshot } from './told.ts';

const MS = 1e6;

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
  return snapshot(transport, seconds, {
    sent: fates.length,
    received: of(/[^.whdo]/g),
    lost: of(/[^xun]/g),
    unresolved: of(/[^?]/g),
    recent: latency(arrived),
    total: latency(of(/[^.whdo]/g)),
    strip: { from: 0, fates },
    ...changes,
  });
}

const laneOf = (transport: Transport, ...events: RunEvent[]): Lane =>
  modelAfter(transport, ...events).lanes[0]!;
const said = (lane: Lane, from = 0, to = Number.POSITIVE_INFINITY): string =>
  momentSentence(canvasFor(), lane, { from, to });

describe('while nothing has arrived yet', () => {
  it('nothing stalls, and nothing is calm', () => {
    for (const transport of ['tcp', 'udp'] as const)
      for (const packets of [[], [crossing(25, null)]]) {
        const model = modelAfter(
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
    expect(said(laneOf('tcp', begun(), silent(1.2)))).toBe('Stall: #5–#12 (8) wait for a missing one.');
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
    expect(said(lane)).toBe('1 waited: #3.');
    expect(said(lane, 3)).toBe('Messages arrive in order, no stall.');
    expect(said({ ...lane, strip: { from: 0, fates: '..h..' } })).toBe('1 waited: #3.');
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
    expect(said(laneOf('tcp', ...first))).toBe('#5–#8 (4) waited for a lost segment: 333 ms');
    expect(said(laneOf('tcp', ...first, burst(1, 20, 1010 * MS)))).toContain('1.01 s');
    expect(said(laneOf('tcp', ...first, burst(1, 20, 200 * MS)))).toContain('333 ms');
    expect(said(laneOf('tcp', ...first, burst(2.6, 20, 200 * MS)))).toContain('200 ms');
  });
});

describe('at the end', () => {
  const laneAtEnd = (transport: Transport): Lane =>
    modelAt(scenario({ transports: [transport], loss: 0.05 }), Number.POSITIVE_INFINITY).lanes[0]!;
  const lanes = { tcp: laneAtEnd('tcp'), udp: laneAtEnd('udp') };
  const ended = (fates: string, transport: Transport): Lane => ({
    ...lanes[transport],
    strip: { from: 0, fates },
    happening: null,
  });

  it('all stalls and all holes that are shown are told by number, and no others', () => {
    expect(said(ended('..whhh....wh...', 'tcp'))).toBe('6 waited: #3–#6, #11–#12.');
    expect(said(ended('..whhh....wh...', 'tcp'), 8)).toBe('2 waited: #11–#12.');
    expect(said(ended('..whhh....wh...', 'tcp'), 0, 8)).toBe('4 waited: #3–#6.');
    expect(said(ended('.x..uu.....n', 'udp'))).toBe('4 gone: #2, #5–#6, #12.');
    expect(said(ended('.x..uu.....n', 'udp'), 0, 4)).toBe('#2 is gone; the next came anyway.');
    expect(said(ended('.x..uu.....n', 'udp'), 7, 11)).toBe('No hole among those shown.');
  });

  it('nobody knows of what is still open: it is neither drawn nor told as gone', () => {
    const open = ended('.x..??....', 'udp');
    expect(said(open)).toBe('#2 is gone; the next came anyway.');
    expect(drawnStrip(open).fates).toBe('.x..??....');
    expect(drawnStrip({ ...open, final: null }).fates).toBe('.x..mm....');
  });

  it('what there is no room for is counted: names and rest are what is drawn', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('.', '.', '.', 'x', 'w', 'h'), minLength: 1, maxLength: 300 }),
        fc.constantFrom('tcp' as const, 'udp' as const),
        fc.integer({ min: 20, max: 160 }),
        (fates, transport, room) => {
          const text = momentSentence(canvasFor(), ended(fates, transport), ALL, room);
          const found = /^(\d+) (?:gone|waited): (.*?)(?: and (\d+) more)?\.$/.exec(text);
          if (found === null) return;
          const [, total, names, more = '0'] = found;
          const named = names!.split(', ').flatMap((name) => {
            const [first, last = first] = name.split('–').map((one) => Number(one.slice(1)));
            return Array.from({ length: last! - first! + 1 }, (_, at) => first! + at);
          });
          const drawn = fates.split('').filter((code) => (transport === 'tcp' ? /[wh]/ : /x/).test(code));
          expect(Number(total)).toBe(drawn.length);
          expect(named.length + Number(more)).toBe(drawn.length);
          for (const number of named) expect(fates[number - 1]).toMatch(transport === 'tcp' ? /[wh]/ : /x/);
        },
      ),
    );
  });
});

describe('the figures of the moment', () => {
  it('are whole in half of 80 columns, in either language', () => {
    const many = (fates: string): Lane => {
      const lane = laneOf('udp', told('udp', 1, fates, 4));
      return { ...lane, happening: null, strip: { ...lane.strip, from: 123_000 } };
    };
    const tcp = laneOf('tcp', told('tcp', 1, '....', 4));
    const behind = { kind: 'burst', at: 0, first: 1, count: 1234, longest: 66.3 * MS } as const;
    const stall = { kind: 'stall', at: 0, first: 1, count: 1234, since: 0 } as const;
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
        const text = momentSentence(canvasFor({ language }), lane, ALL, 36);
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
