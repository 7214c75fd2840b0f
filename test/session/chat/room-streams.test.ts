/** A room over TCP: every line reaches everybody once, in order. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SECOND, world } from './world.ts';

describe('over TCP', () => {
  type Step =
    | { readonly kind: 'say'; readonly who: number; readonly text: string }
    | { readonly kind: 'come' | 'go' | 'nick' | 'tick'; readonly who: number };
  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('say'), who: fc.nat(7), text: fc.string({ minLength: 1 }) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('come'), who: fc.nat(7) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('go', 'nick', 'tick'), who: fc.nat(7) }) },
  ) as fc.Arbitrary<Step>;

  it('every line of every sender reaches everyone who is there, once and in the order of the room', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { room, heard, enter } = world();
        const here = new Map<number, number>();
        /** What each member should have heard, read off the steps alone. */
        const truth = new Map<number, string[]>();
        let names = 0;
        let now = 0;
        for (const one of steps) {
          now += SECOND / 10;
          const id = here.get(one.who);
          if (one.kind === 'come' && id === undefined) {
            const came = enter(`member${names++}`, one.who % 2 === 0 ? 'tcp' : undefined, now);
            here.set(one.who, came);
            truth.set(came, []);
          } else if (id === undefined) continue;
          else if (one.kind === 'go') {
            room.ended(id, 'quit');
            here.delete(one.who);
          } else if (one.kind === 'nick') room.line(id, `/nick other${names++}`, now);
          else if (one.kind === 'tick') room.tick(now);
          else if (one.kind === 'say') {
            const text = `.${one.text}`;
            room.line(id, text, now);
            // A plain member sees what it typed already.
            for (const [who, other] of here) if (other !== id || who % 2 === 0) truth.get(other)!.push(text);
          }
        }
        for (const [id, expected] of truth) {
          const texts = heard(id, 'message').map((event) => (event as { text: string }).text);
          expect(texts).toHaveLength(expected.length);
          for (const [at, text] of texts.entries())
            if (/^[\x20-\x7e]*$/.test(expected[at]!)) expect(text).toBe(expected[at]);
        }
      }),
    );
  });

  it('numbers each sender’s messages from one, without gaps', () => {
    const { room, enter, heard } = world();
    const [ana, bob] = [enter('Ana', 'tcp'), enter('Bob', 'tcp')];
    for (let i = 0; i < 20; i++) room.line(i % 3 === 0 ? bob : ana, `line ${i}`, i);
    for (const [listener, speaker] of [
      [ana, bob],
      [bob, ana],
    ] as const) {
      const numbers = heard(listener, 'message').flatMap((event) =>
        event.event === 'message' && event.id === speaker ? [event.number] : [],
      );
      expect(numbers).toEqual(numbers.map((_, i) => i + 1));
      expect(numbers.length).toBeGreaterThan(5);
    }
  });

  it('nothing hostile passes in a text, a private text or a name', () => {
    const { room, enter, told } = world();
    const hostile = 'a\x1b[2J\x9b31m\u202e\u200b\x07\x00b';
    const [ana, bob] = [enter('Ana', 'tcp'), enter('Bob')];
    for (const line of [
      hostile,
      `/me ${hostile}`,
      `/msg Bob ${hostile}`,
      `/nick ${hostile}`,
      `/${hostile}`,
      `/msg ${hostile} x`,
    ])
      room.line(ana, line, 0);
    const evil = room.connect(0)!.id;
    room.line(evil, hostile, 0);
    const all = JSON.stringify([...told.values()]);
    expect(told.get(bob)!.length).toBeGreaterThan(3);
    // JSON escapes control characters: they are looked for in both shapes.
    expect(all).not.toMatch(/[\u202e\u200b\x9b]|\\u001b|\\u0007|\\u0000/);
  });
});
