import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ControlClient,
  type ControlFailure,
  HELLO_WITHIN,
  PING_EVERY,
  SILENCE,
} from '../../src/session/control-client.ts';
import { KeyGate } from '../../src/session/key-gate.ts';
import { ControlReader } from '../../src/wire/control-reader.ts';
import { encodeFrame } from '../../src/wire/frame.ts';
import { PROTOCOL_VERSION, tokenFromHex } from '../../src/wire/header.ts';
import { GRANT, HELLO, LEDGER } from './control-messages.ts';

const { type: _type, version: _version, nonce: NONCE, ...REQUEST } = HELLO;
const KEY = Buffer.from('the key of the class');
const SNAPSHOT = {
  type: 'snapshot',
  received: 1,
  sent: 1,
  duplicates: 0,
  reordered: 0,
  bytesReceived: 64,
  bytesSent: 64,
};

/** A client with everything that it tells, in order. */
function client(key: Uint8Array | null = null, took = 0) {
  const told: string[] = [];
  const failures: ControlFailure[] = [];
  let sessionKey: Uint8Array | null | undefined;
  const machine = new ControlClient(REQUEST, key, NONCE, {
    granted: (_, granted) => {
      told.push('granted');
      sessionKey = granted;
    },
    snapshot: () => told.push('snapshot'),
    done: () => told.push('done'),
    ledger: () => told.push('ledger'),
    failed: (failure) => {
      told.push('failed');
      failures.push(failure);
    },
  });
  machine.begin(0, took);
  return { machine, told, failures, sessionKey: () => sessionKey };
}

/** What a server says, as it comes: a frame, whatever is in it. */
function hear(machine: ControlClient, body: unknown, now: number): void {
  const reader = ControlReader.ofServers();
  for (const message of reader.push(encodeFrame(body as object, PROTOCOL_VERSION)))
    machine.message(message, now);
  if (reader.mistake !== undefined) machine.misunderstood(reader.mistake);
}

const types = (machine: ControlClient) => machine.take().map(({ type }) => type);

describe('the client on its control connection', () => {
  it('says hello, starts, closes and says goodbye, each once and in order', () => {
    const { machine, told } = client();
    expect(machine.take()).toEqual([HELLO]);
    machine.start(1);
    machine.close(1, {});
    expect(machine.take()).toEqual([]);
    hear(machine, GRANT, 1);
    machine.start(2);
    machine.start(2);
    hear(machine, SNAPSHOT, 3);
    hear(machine, { type: 'done' }, 3);
    machine.close(4, {});
    machine.close(4, {});
    expect(types(machine)).toEqual(['start', 'close']);
    machine.bye(5);
    machine.bye(5);
    expect(types(machine)).toEqual(['bye']);
    machine.lost();
    expect(told).toEqual(['granted', 'snapshot', 'done']);
  });

  it('gives up a server that does not answer the hello within 2 s: it is none of ours', () => {
    const { machine, failures } = client();
    expect(machine.poll(HELLO_WITHIN - 1)).toBe(HELLO_WITHIN);
    expect(failures).toEqual([]);
    machine.poll(HELLO_WITHIN);
    expect(failures).toEqual([{ code: 'not-sockbench' }]);
  });

  it('waits longer for it on a path on which the connection took long: a full queue is no wrong server', () => {
    const { machine, failures } = client(null, 3e9);
    expect(machine.poll(HELLO_WITHIN)).toBe(HELLO_WITHIN + 6e9);
    hear(machine, GRANT, 7e9);
    expect(failures).toEqual([]);
  });

  it('pings every 2 s, and holds the server to be gone after 10 s of silence', () => {
    const { machine, failures } = client();
    hear(machine, GRANT, 0);
    machine.take();
    let pings = 0;
    for (let now = 0; now < SILENCE; ) {
      now = machine.poll(now);
      pings += machine.take().length;
    }
    expect(pings).toBe(SILENCE / PING_EVERY - 1);
    machine.poll(SILENCE);
    expect(failures).toEqual([{ code: 'control-lost' }]);
    expect(machine.poll(SILENCE + 1)).toBe(Number.POSITIVE_INFINITY);
  });

  it('is kept alive by what the server says', () => {
    const { machine, failures } = client();
    hear(machine, GRANT, 0);
    for (let second = 1; second <= 60; second++) {
      hear(machine, SNAPSHOT, second * 1e9);
      machine.poll(second * 1e9);
    }
    expect(failures).toEqual([]);
  });

  it('waits for a ledger as long as the server may wait for what is on its way, whatever else it says', () => {
    const wait = HELLO.lossThreshold + SILENCE;
    const { machine, told, failures } = client();
    hear(machine, GRANT, 0);
    machine.start(0);
    machine.close(1e9, {});
    for (let now = 1e9; now < 1e9 + wait; now += 5e8) {
      hear(machine, SNAPSHOT, now);
      expect(machine.poll(now)).toBeLessThanOrEqual(1e9 + wait);
    }
    expect(failures).toEqual([]);
    hear(machine, SNAPSHOT, 1e9 + wait);
    machine.poll(1e9 + wait);
    expect(failures).toEqual([{ code: 'control-lost' }]);
    hear(machine, LEDGER, 1e9 + wait);
    expect(told.at(-1)).toBe('failed');
  });

  it('a ledger that came in time ends that wait', () => {
    const { machine, told, failures } = client();
    hear(machine, GRANT, 0);
    machine.start(0);
    machine.close(0, {});
    for (let second = 1; second <= 60; second++) {
      hear(machine, second === 3 ? LEDGER : SNAPSHOT, second * 1e9);
      machine.poll(second * 1e9);
    }
    expect(failures).toEqual([]);
    expect(told.filter((what) => what === 'ledger')).toHaveLength(1);
  });

  it('names the version of a server of another one, however it says so', () => {
    for (const message of [
      { ...GRANT, version: PROTOCOL_VERSION + 1 },
      { type: 'error', code: 'version', message: 'no', version: PROTOCOL_VERSION + 1 },
      { type: 'welcome', version: PROTOCOL_VERSION + 1 },
    ]) {
      const { machine, failures } = client();
      hear(machine, message, 1);
      expect(failures).toEqual([{ code: 'version-mismatch', theirs: PROTOCOL_VERSION + 1 }]);
    }
  });

  it('passes a refusal on', () => {
    const { machine, failures } = client();
    hear(machine, { type: 'error', code: 'busy', message: 'full', version: PROTOCOL_VERSION }, 1);
    expect(failures).toEqual([{ code: 'server-refused', refusal: 'busy', reason: 'full' }]);
  });

  it('fails at most once, tells nothing afterwards, and never throws, whatever comes in whatever order', () => {
    const message = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>(GRANT, SNAPSHOT, { type: 'done' }, { type: 'ledger' }, { type: 'challenge' }),
    );
    fc.assert(
      fc.property(fc.array(message), fc.option(fc.constant(KEY)), (messages, key) => {
        const { machine, told } = client(key);
        messages.forEach((body, i) => {
          hear(machine, body, i);
        });
        machine.misunderstood({ kind: 'frame', version: undefined });
        machine.lost();
        expect(told.filter((what) => what === 'failed')).toHaveLength(1);
        expect(told.at(-1)).toBe('failed');
        expect(machine.ended).toBe(true);
      }),
    );
  });
});

describe('mutual proof', () => {
  it('lets both sides know each other, and gives them the same session key', () => {
    const { machine, told, sessionKey } = client(KEY);
    const gate = new KeyGate(KEY, NONCE);
    hear(machine, gate.challenge(), 1);
    const proof = machine.take().at(-1)!;
    expect(proof.type === 'proof' && gate.judge(proof.proof)).toBe(true);
    hear(machine, { ...GRANT, keyed: true }, 2);
    expect(told).toEqual(['granted']);
    expect(sessionKey()).toEqual(gate.sessionKey(tokenFromHex(GRANT.token)));
  });

  it('ends with a sentence of its own where one side has no key, or another one', () => {
    const challenge = new KeyGate(KEY, NONCE).challenge();
    const without = client(null);
    hear(without.machine, challenge, 1);
    expect(without.failures).toEqual([{ code: 'key-needed' }]);
    const other = client(Buffer.from('another key'));
    hear(other.machine, challenge, 1);
    expect(other.failures).toEqual([{ code: 'key-wrong' }]);
    expect(types(other.machine)).toEqual(['hello']);
    const unasked = client(KEY);
    hear(unasked.machine, GRANT, 1);
    expect(unasked.failures).toEqual([{ code: 'key-unused' }]);
  });

  it('takes one attempt, and no proof of an earlier connection', () => {
    const first = client(KEY);
    const gate = new KeyGate(KEY, NONCE);
    hear(first.machine, gate.challenge(), 1);
    const proof = first.machine.take().at(-1)!;
    const old = proof.type === 'proof' ? proof.proof : '';
    const later = new KeyGate(KEY, NONCE);
    expect(later.judge(old)).toBe(false);
    expect(gate.judge('0'.repeat(64))).toBe(false);
    expect(gate.judge(old)).toBe(false);
    expect(() => gate.sessionKey({ high: 1, low: 2 })).toThrow();
  });
});
