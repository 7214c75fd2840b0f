/** Probes that did not leave in time: whose fault it was, and a remedy that fits. */
import { describe, expect, it } from 'vitest';
import { type Pace, paceWarnings, saturated } from '../../../src/run/client/assemble/figures/pace.ts';

const calm: Pace = {
  transport: 'udp',
  side: 'client',
  offered: 1000,
  achieved: 1000,
  sendLagP99: 50_000,
  due: 10_000,
  sent: 10_000,
  refused: {},
  skippedFull: 0,
  ended: 0,
  blocked: { count: 0, total: 0, max: 0 },
  utilisation: 0.01,
  outages: [],
};
const said = (changes: Partial<Pace>) =>
  paceWarnings({ ...calm, ...changes }).map(({ code, remedy }) => [code, remedy]);

describe('what did not leave when it was due', () => {
  it('nothing, nothing is said', () => {
    expect([said({}), saturated(calm)]).toEqual([[], false]);
  });

  it('the socket was full: neither the generator’s fault, nor cured by threads', () => {
    const full = {
      achieved: 300,
      sent: 3000,
      skippedFull: 7000,
      blocked: { count: 9800, total: 9e12, max: 1e9 },
    };
    expect(said(full)).toEqual([['socket-full', 'Lower --rate or --bitrate to what its interface carries.']]);
    expect(saturated({ ...calm, ...full })).toBe(false);
    // A connection that is full is what TCP is for.
    expect(said({ ...full, transport: 'tcp' })).toEqual([]);
    // Some that waited for a moment are nobody's business.
    expect(said({ blocked: { count: 100, total: 1e6, max: 1e5 } })).toEqual([]);
  });

  it('the system refused it: the refusals say why', () => {
    const refused = { achieved: 700, sent: 7000, refused: { ENETUNREACH: 3000 } };
    expect([said(refused), saturated({ ...calm, ...refused })]).toEqual([[], false]);
  });

  it('a connection ended, and what was due on it had nowhere to go', () => {
    const ended = { transport: 'tcp' as const, achieved: 750, sent: 7500, ended: 1 };
    expect([said(ended), saturated({ ...calm, ...ended })]).toEqual([[], false]);
  });

  it('this program stood still', () => {
    const stop = { startSeconds: 3.21, endSeconds: 5.7, direction: null, cause: 'ownStop' } as const;
    const still = { achieved: 850, sent: 8500, sendLagP99: 900e6, outages: [stop] };
    expect(paceWarnings({ ...calm, ...still })).toMatchObject([
      { code: 'stood-still', details: { count: 1, seconds: 2.5, at: 3.2 } },
    ]);
    expect(paceWarnings({ ...calm, ...still })[0]!.message).toBe(
      'This program stood still for 2.5 s at 3.2 s: what was due then left late, or not at all.',
    );
  });

  it('the generator was too slow, and busy: more threads', () => {
    const slow = { achieved: 600, sent: 6000, utilisation: 0.97, sendLagP99: 900e6 };
    expect(said(slow)).toEqual([['generator-behind', 'Use --threads 2 or lower --rate.']]);
    expect(saturated({ ...calm, ...slow })).toBe(true);
  });

  it('or idle: others had the processors', () => {
    const [behind] = said({ achieved: 600, sent: 6000, utilisation: 0.0048 });
    expect(behind).toEqual([
      'generator-behind',
      'It was busy 0.48 % of the time: other programs held the processors. Close them, or lower --rate.',
    ]);
    const [lag] = said({ sendLagP99: 5e6, utilisation: 0.02 });
    expect(lag![0]).toBe('send-lag');
    expect(lag![1]).not.toContain('--threads');
  });

  it('the server’s stream: its own fault', () => {
    const [warning] = paceWarnings({ ...calm, side: 'server', achieved: 500, sent: 5000, utilisation: null });
    expect(warning!.message).toMatch(/^The server fell behind/);
    expect(warning!.remedy).not.toContain('--threads');
  });

  it('where nobody knows what was due, the rate alone tells', () => {
    const unknown = { due: null, sent: null, achieved: 500 };
    expect(said(unknown).map(([code]) => code)).toEqual(['generator-behind']);
    expect(saturated({ ...calm, ...unknown })).toBe(true);
    expect(saturated({ ...calm, offered: null })).toBeNull();
  });
});
