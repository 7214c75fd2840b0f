import { describe, expect, it } from 'vitest';
import { actionFor, FIRST_UI, turned, uiAfter } from '../../../../src/present/live/model/ui.ts';
import { impairmentOf } from '../scenarios.ts';

const running = { help: false, over: false, still: false, canTurn: true, canSave: true, canTry: false };

describe('keys', () => {
  it('ask for what they say', () => {
    expect(actionFor('q', running)).toEqual({ do: 'end' });
    expect(actionFor('ctrl-c', running)).toEqual({ do: 'end' });
    expect(actionFor('p', running)).toEqual({ do: 'pause' });
    expect(actionFor('s', running)).toEqual({ do: 'save' });
    expect(actionFor('?', running)).toEqual({ do: 'help' });
    expect(actionFor('l', running)).toEqual({ do: 'turn', knob: 'loss', by: 1 });
    expect(actionFor('D', running)).toEqual({ do: 'turn', knob: 'delay', by: -1 });
    expect(actionFor('j', running)).toEqual({ do: 'turn', knob: 'jitter', by: 1 });
    expect(actionFor('z', running)).toBeNull();
  });

  it('turn nothing without a lab, and save nothing without a way to', () => {
    expect(actionFor('l', { ...running, canTurn: false })).toBeNull();
    expect(actionFor('s', { ...running, canSave: false })).toBeNull();
    expect(actionFor('t', running)).toBeNull();
    expect(actionFor('t', { ...running, canTry: true })).toEqual({ do: 'try' });
  });

  it('after the end: leave, or let the picture stay', () => {
    const over = { ...running, over: true };
    expect(actionFor('q', over)).toEqual({ do: 'leave' });
    expect(actionFor('ctrl-c', over)).toEqual({ do: 'leave' });
    expect(actionFor('p', over)).toEqual({ do: 'stay' });
    expect(actionFor('l', over)).toBeNull();
  });

  it('any key leaves the help, Ctrl-C ends even there', () => {
    const help = { ...running, help: true };
    expect(actionFor('l', help)).toEqual({ do: 'help' });
    expect(actionFor('ctrl-c', help)).toEqual({ do: 'end' });
  });

  it('the end is never hidden behind a pause or the help', () => {
    const ui = uiAfter({ ...FIRST_UI, paused: true, help: true }, { do: 'end' });
    expect(ui).toMatchObject({ ending: true, paused: false, help: false });
  });
});

describe('turning the link', () => {
  it('takes the next step from wherever it stands, in both directions by themselves', () => {
    const uneven = { ...impairmentOf(0.05, 20e6), down: { ...impairmentOf(0, 0).down, loss: 0.06 } };
    const more = turned(uneven, 'loss', 1);
    expect([more.up.loss, more.down.loss]).toEqual([0.075, 0.075]);
    const less = turned(uneven, 'loss', -1);
    expect([less.up.loss, less.down.loss]).toEqual([0.03, 0.05]);
    expect(turned(uneven, 'delay', 1).up.delay).toBe(30e6);
  });

  it('ends at nothing and at the most, and comes back', () => {
    let link = impairmentOf(0.05, 20e6);
    for (let step = 0; step < 40; step++) link = turned(link, 'loss', -1);
    expect(link.up.loss).toBe(0);
    for (let step = 0; step < 40; step++) link = turned(link, 'jitter', 1);
    expect(link.up.jitter).toBe(500e6);
    expect(link.up.loss).toBe(0);
  });
});

it('keys that look around mean something only where nothing moves', () => {
  for (const [key, rows] of [
    ['<', -1],
    ['.', 1],
    ['page-up', -3],
    ['w', 'worst'],
  ] as const) {
    expect(actionFor(key, running)).toBeNull();
    expect(actionFor(key, { ...running, still: true })).toEqual({ do: 'look', rows });
    expect(actionFor(key, { ...running, over: true })).toEqual({ do: 'look', rows });
  }
});
