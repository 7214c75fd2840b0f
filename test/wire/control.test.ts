import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  FromClientSchema,
  FromServerSchema,
  GrantSchema,
  HelloSchema,
  MAX_FRAME_FROM_CLIENT,
  MAX_FRAME_FROM_SERVER,
  ServerLedgerSchema,
} from '../../src/wire/control.ts';
import { SNAPSHOT } from '../fixtures/server-snapshot.ts';
import { GRANT, HELLO } from '../session/control-messages.ts';

/** Everything that a ledger may hold. */
const LEDGER = {
  type: 'ledger',
  received: [3, 4],
  sent: [3, 3],
  notAnswered: [0, 1],
  drops: [0, 2],
  overLimit: 5,
  duplicates: 1,
  reordered: 2,
  corrupt: 3,
  foreign: 4,
  bytesReceived: 448,
  bytesSent: 384,
  jitter: { sum: 12.5, updates: 6 },
  extents: { 1: 2, 1000: 1 },
  refused: { ENOBUFS: 7 },
  warmup: { received: 1, sent: 1, duplicates: 0 },
  tcp: {
    retransmits: 1,
    rttMin: 1.5,
    rttMean: 2.5,
    congestionWindow: 10,
    congestionControl: 'cubic',
    windowLimited: 0.75,
  },
  arrived: { perFlow: 8, bits: '/w==' },
  losses: { seen: [4, 4], runs: { 1: 1, 23: 2 }, width: 1, slots: [2, 3] },
  link: { anything: true },
};

describe('every message of the exchange', () => {
  const hex = (digits: number) => 'a'.repeat(digits);

  it.each([
    [{ type: 'proof', proof: hex(64) }, FromClientSchema],
    [{ type: 'start' }, FromClientSchema],
    [{ type: 'ping' }, FromClientSchema],
    [{ type: 'close' }, FromClientSchema],
    [{ type: 'bye' }, FromClientSchema],
    [{ type: 'challenge', nonce: hex(32), proof: hex(64) }, FromServerSchema],
    [{ type: 'error', code: 'limit', message: 'no', version: 2 }, FromServerSchema],
    [{ type: 'error', code: 'limit', message: 'no' }, FromServerSchema],
    [SNAPSHOT, FromServerSchema],
    [{ type: 'done' }, FromServerSchema],
    [LEDGER, FromServerSchema],
  ] as const)('is read as it was written: $0.type', (message, schema) => {
    expect(v.parse(schema, message)).toEqual(message);
    const other = schema === FromClientSchema ? FromServerSchema : FromClientSchema;
    expect(v.safeParse(other, message).success).toBe(false);
  });

  it.each([
    ['transport', ['tcp', 'udp'], ['', 'sctp']],
    ['mode', ['echo', 'up', 'down', 'both', 'connect'], ['', 'sideways']],
    ['engine', ['auto', 'portable', 'linux'], ['', 'windows']],
    [
      'congestionControl',
      ['bbr', 'cubic', 'a_b-c9', 'x'.repeat(15), null],
      ['', 'BBR', 'x'.repeat(16), 'a b'],
    ],
    ['dscp', [0, 63, null], [64, -1]],
    ['clients', [1, 65_536], [0, 65_537]],
    ['size', [64, 16 * 2 ** 20], [63, 16 * 2 ** 20 + 1]],
    ['rate', [0.001, 1e12, null], [0, 1e12 + 1e6]],
    ['warmup', [0, 1e15], [-1, 2e15]],
  ] as const)('a hello may have %s', (field, good, bad) => {
    const accepts = (value: unknown) => v.safeParse(HelloSchema, { ...HELLO, [field]: value }).success;
    for (const value of good) expect(accepts(value), String(value)).toBe(true);
    for (const value of bad) expect(accepts(value), String(value)).toBe(false);
  });

  it('a snapshot without what older servers do not tell is read, too', () => {
    const { seen: _, age: __, ...older } = SNAPSHOT;
    expect(v.parse(FromServerSchema, older)).toEqual({ ...older, seen: null, age: 0 });
    for (const age of [-1, 10_001, Number.NaN, null])
      expect(v.safeParse(FromServerSchema, { ...SNAPSHOT, age }).success).toBe(false);
  });

  it('a ledger without what older servers do not tell is read, too', () => {
    const { overLimit: _, losses: __, link: ___, ...older } = LEDGER;
    expect(v.parse(ServerLedgerSchema, older)).toEqual({ ...older, overLimit: 0 });
    const unknown = { ...LEDGER, drops: null, jitter: null, tcp: null, arrived: null, losses: null };
    expect(v.parse(ServerLedgerSchema, unknown)).toEqual(unknown);
  });

  it('no part of a ledger may be missing, of another kind, or out of bounds', () => {
    const refused = (path: string, value: unknown): void => {
      const [field, inner] = path.split('.') as [keyof typeof LEDGER, string | undefined];
      const changed = inner === undefined ? value : { ...(LEDGER[field] as object), [inner]: value };
      const read = v.safeParse(ServerLedgerSchema, { ...LEDGER, [field]: changed });
      expect(read.success, `${path} = ${JSON.stringify(value).slice(0, 80)}`).toBe(false);
    };
    for (const [field, value] of Object.entries(LEDGER)) {
      if (field === 'link') continue;
      refused(field, field === 'type' ? 'grant' : { odd: 'x' });
      if (typeof value !== 'object' || Array.isArray(value)) continue;
      for (const inner of Object.keys(value)) refused(`${field}.${inner}`, { odd: 'x' });
    }
    for (const key of ['', 'x', '12345', '1x', 'x1', '-1']) refused('extents', { [key]: 1 });
    for (const key of ['', 'enobufs', 'E NOBUFS', 'E'.repeat(17), 'x\u001b[31mE', 'Ex'])
      refused('refused', { [key]: 1 });
    for (const key of ['', 'x', '1'.repeat(17), '1x', 'x1']) refused('losses.runs', { [key]: 1 });
    refused(
      'losses.slots',
      Array.from({ length: 257 }, () => 1),
    );
    refused(
      'received',
      Array.from({ length: 65_537 }, () => 1),
    );
    const many = (of: number, name: (i: number) => string) =>
      Object.fromEntries(Array.from({ length: of }, (_, i) => [name(i), 1]));
    refused('losses.runs', many(8193, String));
    refused('extents', many(1001, String));
    refused(
      'refused',
      many(257, (i) => `E${i}`),
    );
    refused('arrived.bits', 'A'.repeat(65_537));
    for (const time of [-1, Number.POSITIVE_INFINITY]) {
      refused('jitter.sum', time);
      refused('tcp.rttMin', time);
      refused('tcp.rttMean', time);
      refused('tcp.windowLimited', time);
    }
    refused('duplicates', -1);
    refused('duplicates', 1.5);
    refused('duplicates', 2 ** 53);
  });

  it('fits the frames that each side takes', () => {
    expect(JSON.stringify(HELLO).length).toBeLessThan(MAX_FRAME_FROM_CLIENT);
    // A ledger of the most flows that there can be.
    const column = Array.from({ length: 65_536 }, () => 999_999_999);
    const largest = { ...LEDGER, received: column, sent: column, notAnswered: column, drops: column };
    expect(JSON.stringify(largest).length).toBeLessThan(MAX_FRAME_FROM_SERVER);
    expect(MAX_FRAME_FROM_SERVER).toBeLessThanOrEqual(2 ** 24);
    expect(MAX_FRAME_FROM_CLIENT).toBeLessThanOrEqual(2 ** 14);
  });
});

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
