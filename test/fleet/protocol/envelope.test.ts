import { describe, expect, it } from 'vitest';
import { MOST_BYTES, Newest, Seal } from '../../../src/fleet/protocol/envelope.ts';

const KEY = Buffer.from('a key that is long enough');
const [FROM, TO] = ['a'.repeat(32), 'b'.repeat(32)];
const HEADER = { from: FROM, to: TO, n: 7 };
const keyed = new Seal('f', KEY);
const open = (seal: Seal, subject: string, bytes: Uint8Array) => seal.open(subject, bytes);
const why = (seal: Seal, subject: string, bytes: Uint8Array): string => {
  const opened = open(seal, subject, bytes);
  return 'unheard' in opened ? opened.unheard : 'heard';
};

describe('a sealed message', () => {
  const bytes = keyed.close('s', HEADER, { x: 1 });

  it('is opened by whoever has the key', () => {
    expect(open(keyed, 's', bytes)).toEqual({ ...HEADER, body: { x: 1 } });
  });

  it('is not heard by another key, fleet or subject, nor without a key', () => {
    expect(why(new Seal('f', Buffer.from('another key, long enough')), 's', bytes)).toBe('forged');
    expect(why(new Seal('g', KEY), 's', bytes)).toBe('forged');
    expect(why(keyed, 't', bytes)).toBe('forged');
    expect(why(new Seal('f', null), 's', bytes)).toBe('keyed');
    expect(why(keyed, 's', new Seal('f', null).close('s', HEADER, { x: 1 }))).toBe('unsigned');
  });

  it('is broken by each single byte that is changed', () => {
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      const opened = open(keyed, 's', changed);
      expect('unheard' in opened, `byte ${at}`).toBe(true);
    }
  });

  it('does not hold the key', () => {
    expect(Buffer.from(bytes).toString('latin1')).not.toContain(KEY.toString());
  });
});

it('what is no message of ours is foreign', () => {
  const plain = new Seal('f', null);
  for (const text of [
    '',
    'x',
    '\n',
    '{}\n{}',
    '{"v":1}\n{}',
    `${'{'.repeat(100)}\n{}`,
    `{"v":1,"from":"${FROM}","to":null,"n":0}\n{}`,
    `{"v":2,"from":"${FROM}","to":null,"n":1}\n{}`,
  ])
    expect(why(plain, 's', Buffer.from(text)), text).toBe('foreign');
  expect(why(plain, 's', Buffer.from(`{"v":1,"from":"${FROM}","to":null,"n":1}\n${'['.repeat(50)}`))).toBe(
    'foreign',
  );
  expect(why(plain, 's', new Uint8Array(MOST_BYTES + 1))).toBe('foreign');
  expect(() => plain.close('s', HEADER, { x: 'x'.repeat(MOST_BYTES) })).toThrow(RangeError);
});

it('only what is newer is heard, and who was heard of longest ago is forgotten', () => {
  const newest = new Newest(2);
  expect([
    newest.accepts('a', 1),
    newest.accepts('a', 1),
    newest.accepts('a', 3),
    newest.accepts('a', 2),
  ]).toEqual([true, false, true, false]);
  newest.accepts('b', 1);
  newest.accepts('c', 1);
  expect([newest.accepts('a', 1), newest.accepts('c', 1)]).toEqual([true, false]);
});
