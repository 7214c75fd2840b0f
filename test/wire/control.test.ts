import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { FromClientSchema, FromServerSchema, GrantSchema, HelloSchema } from '../../src/wire/control.ts';
import { GRANT, HELLO } from '../session/control-messages.ts';

describe('control messages', () => {
  it('are what the schemas say', () => {
    expect(v.parse(FromClientSchema, HELLO)).toEqual(HELLO);
    expect(v.parse(FromServerSchema, GRANT)).toEqual(GRANT);
  });

  it('are never taken for what they are not, and never throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const schema of [FromClientSchema, FromServerSchema]) v.safeParse(schema, value);
      }),
    );
  });

  it('are refused with any field missing or of another kind', () => {
    for (const [schema, message] of [
      [HelloSchema, HELLO],
      [GrantSchema, GRANT],
    ] as const)
      for (const field of Object.keys(message)) {
        const { [field as never]: _, ...without } = message;
        expect(v.safeParse(schema, without).success).toBe(false);
        expect(v.safeParse(schema, { ...message, [field]: { odd: 1 } }).success).toBe(false);
      }
  });

  it('let a run be as long as the command line lets it be', () => {
    const longest = 480 * 3600e9;
    const hello = { ...HELLO, duration: longest, lossThreshold: longest };
    expect(v.safeParse(HelloSchema, hello).success).toBe(true);
    const granted = { ...GRANT, granted: { ...GRANT.granted, duration: longest } };
    expect(v.safeParse(GrantSchema, granted).success).toBe(true);
  });

  it('bound what a stranger can ask for', () => {
    for (const odd of [
      { clients: 0 },
      { clients: 65_537 },
      { clients: 1.5 },
      { size: 63 },
      { size: 1e9 },
      { rate: 0 },
      { rate: Number.NaN },
      { rate: -1 },
      { duration: 1e16 },
      { nonce: 'x'.repeat(32) },
      { tool: 'x'.repeat(2000) },
      { dscp: 64 },
      { congestionControl: '../../etc' },
    ])
      expect(v.safeParse(HelloSchema, { ...HELLO, ...odd }).success, JSON.stringify(odd)).toBe(false);
  });
});
