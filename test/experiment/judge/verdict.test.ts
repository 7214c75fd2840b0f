/** The reason and the hint for evidence that is written down: what a trial may show, and what is to be said of it. */
import { describe, expect, it } from 'vitest';
import type { TrialSeen } from '../../../src/experiment/judge/evidence/seen.ts';
import { judgeTrial } from '../../../src/experiment/judge/verdict/verdict.ts';
import { answer, damaged, data, ended, FILE, lost, other, parts, seen, smooth } from './evidence.ts';

const stopped = { code: null, signal: null, killed: 'stop' } as const;

const said = (trial: TrialSeen): string[] =>
  judgeTrial(trial, null).findings.map(({ code, hint }) => `${code} ${hint}`);
const details = (trial: TrialSeen) => judgeTrial(trial, null).findings[0]!.details;

describe('a trial in which nothing is wrong', () => {
  it('passes, whatever was lost and sent again', () => {
    const packets = [data(0, 0, lost), data(0, 100), answer(0, 105, lost), data(0, 200), answer(0, 205)];
    const judged = judgeTrial(seen({ packets: [...packets, ...smooth().slice(2)] }), null);
    expect(judged).toMatchObject({ verdict: 'pass', reasons: [], intact: true, resent: 2, bytes: 950 });
    expect(judged.packets.up).toMatchObject({ sent: 12, dropped: 1, corrupted: 0 });
    expect(judged.packets.down).toMatchObject({ sent: 11, dropped: 1 });
  });

  it('takes at least a round trip for each packet, where there is no window', () => {
    expect(judgeTrial(seen(), null).possibleSeconds).toBeCloseTo(0.1, 9);
  });
});

describe('bytes are missing', () => {
  const without = (number: number) => parts(...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].filter((at) => at !== number));
  const rest = (number: number) => smooth().filter((_, at) => at >> 1 !== number);

  it('because the last packet was lost and never sent again', () => {
    const packets = [...rest(9), data(9, 90, lost)];
    const trial = seen({ packets, written: without(9) });
    expect(said(trial)).toEqual(['short last-never-resent']);
    expect(details(trial)).toEqual({ from: 900, bytes: 50, short: 50, at: 0.09 });
  });

  it('because another was, or came damaged, or was given up', () => {
    const packets = (...copies: TrialSeen['packets']) => [...rest(3), ...copies];
    expect(said(seen({ packets: packets(data(3, 30, lost)), written: without(3) }))).toEqual([
      'short never-resent',
    ]);
    expect(said(seen({ packets: packets(data(3, 30, damaged)), written: without(3) }))).toEqual([
      'short damaged-never-resent',
    ]);
    const given = seen({
      packets: packets(data(3, 30, lost), data(3, 130, lost), data(3, 230, lost)),
      written: without(3),
    });
    expect(said(given)).toEqual(['short gave-up']);
    expect(details(given)).toMatchObject({ tries: 3, at: 0.23 });
  });

  it('although they arrived: acknowledged and thrown away, or neither', () => {
    expect(said(seen({ written: without(3) }))).toEqual(['short acknowledged-not-written']);
    const silent = smooth().filter(({ direction, time }) => direction === 'up' || time < 30e6);
    expect(said(seen({ packets: silent, written: without(3) }))).toEqual(['short arrived-not-written']);
  });

  it('because they were never sent, or nothing was, or nothing was written', () => {
    expect(said(seen({ packets: rest(3), written: without(3) }))).toEqual(['short never-sent']);
    expect(said(seen({ packets: [], written: null }))).toEqual(['short nothing-sent']);
    expect(said(seen({ written: null }))).toEqual(['short nothing-written']);
    expect(said(seen({ packets: [other('encoded', 0)], written: new Uint8Array(0) }))).toEqual([
      'short nothing-in-it',
    ]);
    const empty = { file: new Uint8Array(0), packets: [other('END', 0)] };
    expect(said(seen({ ...empty, written: null }))).toEqual(['short empty-not-made']);
    expect(said(seen({ ...empty, written: new Uint8Array(0) }))).toEqual([]);
  });

  it('of a receiver that was stopped are those that never came, not those that it had not written yet', () => {
    const packets = [...smooth().slice(0, 16), data(8, 80, lost)];
    const trial = seen({
      packets,
      written: parts(0, 1, 2, 3),
      ends: { sender: ended(), receiver: ended(stopped) },
      stopped: 'quiet',
    });
    expect(said(trial)).toEqual(['short last-never-resent', 'timeout waits-for-the-rest']);
    expect(details(trial)).toMatchObject({ from: 800 });
  });
});

describe('bytes are there twice', () => {
  const written = parts(0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9);
  const packets = (...more: TrialSeen['packets']) =>
    [...smooth().filter((_, at) => at >> 1 !== 2), ...more].sort((a, b) => a.time - b.time);

  it('because of a lost answer, the link’s own copy, or a hasty one', () => {
    const cases = [
      [
        [data(2, 20), answer(2, 25, lost), data(2, 120), answer(2, 125)],
        'duplicated answer-lost-copy-written',
      ],
      [[data(2, 20, { duplicates: 1 }), answer(2, 25)], 'duplicated link-copy-written'],
      [[data(2, 20), data(2, 22), answer(2, 25), answer(2, 27)], 'duplicated early-copy-written'],
    ] as const;
    for (const [more, hint] of cases)
      expect(said(seen({ packets: packets(...more), written }))).toEqual([hint]);
  });
});

describe('bytes are wrong', () => {
  it('because of a packet that came damaged', () => {
    const wrong = Uint8Array.from(FILE);
    wrong[345] = wrong[345]! ^ 4;
    const packets = smooth().map((packet) => (packet.time === 30e6 ? { ...packet, ...damaged } : packet));
    const trial = seen({ packets, written: wrong });
    expect(said(trial)).toEqual(['altered damage-written']);
    expect(details(trial)).toEqual({ from: 345, bytes: 1, at: 0.03 });
    expect(said(seen({ written: wrong }))).toEqual(['altered foreign-bytes']);
  });

  it('because another part stands in their place', () => {
    const trial = seen({ written: parts(0, 1, 2, 6, 4, 5, 6, 7, 8, 9) });
    expect(said(trial)).toEqual(['altered other-bytes']);
    expect(details(trial)).toEqual({ from: 300, bytes: 100, instead: 600 });
  });

  it('because they came in another order', () => {
    const trial = seen({ written: parts(0, 1, 3, 4, 2, 5, 6, 7, 8, 9) });
    expect(said(trial)).toEqual(['reordered written-as-it-came']);
    expect(details(trial)).toMatchObject({ from: 200, bytes: 100 });
  });

  it('because there are too many: zeros, or something else', () => {
    expect(said(seen({ written: Buffer.concat([FILE, Buffer.alloc(50)]) }))).toEqual(['long padded']);
    const marked = seen({ written: Buffer.concat([FILE, Buffer.from('THE END')]) });
    expect(said(marked)).toEqual(['long more-bytes']);
    expect(details(marked)).toEqual({ more: 7, from: 950 });
  });
});

describe('it did not end', () => {
  const ends = (sender: object, receiver: object) => ({ sender: ended(sender), receiver: ended(receiver) });

  it('though the file is whole', () => {
    const trial = (sender: object, receiver: object) =>
      said(seen({ ends: ends(sender, receiver), stopped: 'quiet' }));
    expect(trial({}, stopped)).toEqual(['timeout receiver-does-not-end']);
    expect(trial(stopped, {})).toEqual(['timeout sender-does-not-end']);
    const packets = [...smooth(), other('END', 100, lost)];
    expect(said(seen({ packets, ends: ends({}, stopped), stopped: 'quiet' }))).toEqual(['timeout end-lost']);
    expect(trial(stopped, stopped)).toEqual(['timeout both-do-not-end']);
  });

  it('because both waited after a loss', () => {
    const trial = (...packets: TrialSeen['packets']) =>
      said(seen({ packets, written: parts(0), ends: ends(stopped, stopped), stopped: 'quiet' }));
    const begun = [data(0, 0), answer(0, 5)];
    expect(trial(...begun, data(1, 10, lost), data(1, 110, lost))).toEqual([
      'timeout silence-after-lost-data',
    ]);
    expect(trial(...begun, other('END', 10, lost))).toEqual(['timeout silence-after-loss']);
    expect(trial(data(0, 0), answer(0, 5, lost))).toEqual(['timeout silence-after-lost-answer']);
    expect(trial(...begun)).toEqual(['timeout silence']);
    expect(trial()).toEqual(['timeout nothing-crossed']);
  });

  it('because it went round in circles, or is slow', () => {
    const trial = (packets: TrialSeen['packets']) =>
      said(seen({ packets, written: parts(0), ends: ends(stopped, stopped), stopped: 'timeout' }));
    expect(trial(Array.from({ length: 20 }, (_, at) => data(0, at * 500)))).toEqual(['timeout no-progress']);
    expect(trial(smooth())).toEqual(['timeout too-slow']);
  });
});

describe('a command', () => {
  const trial = (sender: object, receiver: object = {}) =>
    said(seen({ ends: { sender: ended(sender), receiver: ended(receiver) }, written: parts(0) }));

  it('broke off, by itself or by a signal: the receiver’s end comes first', () => {
    const output = (text: string) => ({ output: { text, bytes: text.length } });
    expect(
      said(
        seen({ ends: { sender: ended({ code: 3, ...output('a\nValueError: x\n') }), receiver: ended() } }),
      ),
    ).toEqual(['crashed crashed-status']);
    expect(
      details(
        seen({ ends: { sender: ended({ code: 3, ...output('a\nValueError: x\n') }), receiver: ended() } }),
      ),
    ).toEqual({
      side: 'sender',
      status: 3,
      said: 'ValueError: x',
    });
    expect(trial({}, { code: null, signal: 'SIGSEGV' })[0]).toBe('crashed crashed-signal');
    expect(trial({ code: 1 }).at(-1)).toBe('crashed crashed-status');
    expect(
      trial({ code: 1, ...output('ConnectionRefusedError: [Errno 111] Connection refused') }).at(-1),
    ).toBe('crashed crashed-refused');
  });

  it('took too much: that alone is the reason, and not what came of it', () => {
    for (const killed of ['memory', 'processes', 'output'] as const)
      expect(trial({}, { code: null, signal: 'SIGKILL', killed })).toEqual([`${killed} ${killed}`]);
    expect(trial({}, { diskFull: true })).toEqual(['disk disk']);
    const output = { text: 'Traceback …\nMemoryError', bytes: 30 };
    expect(trial({ code: 1, output })).toEqual(['memory memory']);
  });

  it('was not started', () => {
    const ends = {
      sender: { state: 'not-run' },
      receiver: { state: 'not-started', reason: 'ENOENT' },
    } as const;
    expect(said(seen({ ends, packets: [], written: null }))).toEqual(['not-started not-started']);
  });
});

describe('the link', () => {
  it('is flooded: with packets, or with answers', () => {
    const many = Array.from({ length: 200 }, (_, at) => data(3, 30 + at / 10));
    expect(said(seen({ packets: [...smooth(), ...many] }))).toEqual(['flooded flooded']);
    const answers = Array.from({ length: 400 }, (_, at) => answer(3, 30 + at / 10));
    expect(said(seen({ packets: [...smooth(), ...answers] }))).toEqual(['flooded flooded-answers']);
    // A window of ten that is sent again with each of three losses is no flood.
    const window = Array.from({ length: 30 }, (_, at) => data(at % 10, 200 + at));
    expect(said(seen({ packets: [data(0, 0, lost), data(0, 1, lost), ...smooth(), ...window] }))).toEqual([]);
  });

  it('is not what was sent to', () => {
    const elsewhere = data(0, 0, { destination: '192.168.0.7:5000' });
    expect(said(seen({ packets: [elsewhere], written: new Uint8Array(0) }))).toEqual(['outside outside']);
    // Beside a right transfer, too; asking for a name is no sin.
    expect(said(seen({ packets: [...smooth(), elsewhere] }))).toEqual(['outside outside']);
    expect(said(seen({ packets: [...smooth(), data(0, 0, { destination: '10.1.1.1:53' })] }))).toEqual([]);
    const ends = { sender: ended({ loopback: 9 }), receiver: ended() };
    expect(said(seen({ packets: [], written: new Uint8Array(0), ends }))).toEqual(['outside loopback']);
  });
});
