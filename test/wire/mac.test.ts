import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLAG_ANSWER, OFFSET_MAC, OFFSET_RECEIVED, TYPE_PROBE, writeProbe } from '../../src/wire/header.ts';
import { Mac } from '../../src/wire/mac.ts';
import { freshNonce, proofHolds, proofOf, sessionKeyOf } from '../../src/wire/proof.ts';

const TOKEN = { high: 1, low: 2 };
const key = fc.uint8Array({ minLength: 16, maxLength: 64 });

function signed(mac: Mac): { bytes: Uint8Array; view: DataView } {
  const bytes = new Uint8Array(64);
  const view = new DataView(bytes.buffer);
  writeProbe(view, 0, TYPE_PROBE, FLAG_ANSWER, 3, TOKEN, 77);
  mac.sign(view, 0);
  return { bytes, view };
}

describe('the MAC of a datagram', () => {
  it('holds for its own key and for no other', () => {
    fc.assert(
      fc.property(key, key, (mine, other) => {
        const { view } = signed(new Mac(mine));
        expect(new Mac(mine).holds(view, 0)).toBe(true);
        // HMAC fills keys with zeros: keys that differ in trailing zeros alone are the same key.
        const bare = (bytes: Uint8Array) =>
          Buffer.from(bytes)
            .toString('hex')
            .replace(/(00)+$/, '');
        if (bare(mine) !== bare(other)) expect(new Mac(other).holds(view, 0)).toBe(false);
      }),
    );
  });

  it('stands and is read in the header that is meant, whatever stands before it', () => {
    const mac = new Mac(Buffer.from('a key of a session'));
    const bytes = new Uint8Array(256);
    const view = new DataView(bytes.buffer, 64);
    writeProbe(view, 64, TYPE_PROBE, FLAG_ANSWER, 3, TOKEN, 77);
    mac.sign(view, 64);
    const alone = signed(mac).bytes;
    expect([...bytes.subarray(128, 192)]).toEqual([...alone]);
    expect(bytes.subarray(0, 128).every((byte) => byte === 0)).toBe(true);
    expect(bytes.subarray(192).every((byte) => byte === 0)).toBe(true);
    expect(mac.holds(view, 64)).toBe(true);
    expect(mac.holds(view, 0)).toBe(false);
  });

  it('is bound to type, direction, flow, session and number, and not to times, which are stamped later', () => {
    const mac = new Mac(Buffer.from('a key of a session'));
    for (let at = 0; at < 64; at++) {
      const { bytes, view } = signed(mac);
      bytes[at]! ^= 1;
      expect(mac.holds(view, 0), `byte ${at}`).toBe(at >= 24 && at < OFFSET_MAC);
    }
    const { view } = signed(mac);
    view.setUint32(OFFSET_RECEIVED, 1);
    expect(mac.holds(view, 0)).toBe(true);
  });
});

describe('the proof of a key', () => {
  it('needs a nonce of 32 hexadecimal digits, a new one each time', () => {
    expect(freshNonce()).toMatch(/^[0-9a-f]{32}$/);
    expect(freshNonce()).not.toBe(freshNonce());
  });

  const nonces = { client: freshNonce(), server: freshNonce() };
  const secret = Buffer.from('the key of the class');

  it('holds for the right key, role and nonces alone', () => {
    const proof = proofOf(secret, 'client', nonces);
    expect(proofHolds(secret, 'client', nonces, proof)).toBe(true);
    expect(proofHolds(Buffer.from('another key'), 'client', nonces, proof)).toBe(false);
    // A proof turned back at its maker, and one of an earlier connection.
    expect(proofHolds(secret, 'server', nonces, proof)).toBe(false);
    expect(proofHolds(secret, 'client', { ...nonces, client: freshNonce() }, proof)).toBe(false);
    expect(proofHolds(secret, 'client', { ...nonces, server: freshNonce() }, proof)).toBe(false);
    expect(proofHolds(secret, 'client', { client: nonces.server, server: nonces.client }, proof)).toBe(false);
  });

  it('never throws on what a stranger sends as proof', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(proofHolds(secret, 'client', nonces, text)).toBe(false);
      }),
    );
  });

  it('gives each session a key of its own', () => {
    const keys = [
      sessionKeyOf(secret, nonces, TOKEN),
      sessionKeyOf(secret, nonces, { high: 1, low: 3 }),
      sessionKeyOf(secret, { ...nonces, server: freshNonce() }, TOKEN),
    ].map((bytes) => Buffer.from(bytes).toString('hex'));
    expect(new Set(keys).size).toBe(3);
    expect(keys[0]).toHaveLength(64);
  });
});
