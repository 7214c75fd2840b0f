import { describe, expect, it } from 'vitest';
import type { Identity } from '../../src/session/identity.ts';
import { Reflector } from '../../src/session/reflector.ts';
import { nanos } from '../../src/units.ts';
import { Batch, BLOCKED, SENT } from '../../src/wire/batch.ts';
import {
  FLAG_ANSWER,
  readDoubt,
  readFlags,
  readNumber,
  TYPE_PROBE,
  writeProbe,
} from '../../src/wire/header.ts';
import { Mac } from '../../src/wire/mac.ts';

const TOKEN = { high: 5, low: 6 };
const IDENTITY: Identity = { token: TOKEN, size: 64, flags: 0, first: 0, step: 1, mac: null };

function probes(numbers: readonly number[], flow = 0, flags = 0, token = TOKEN): Batch {
  const batch = new Batch(128);
  for (const number of numbers) {
    const entry = batch.count++;
    batch.flow[entry] = flow;
    batch.length[entry] = 64;
    writeProbe(batch.view, entry * 64, TYPE_PROBE, flags, flow, token, number);
  }
  return batch;
}

/** What a poll offers, as `flow/number`; it is reported back with `status`. */
function offered(
  reflector: Reflector,
  status: (flow: number) => number = () => SENT,
  capacity = 64,
): string[] {
  const out = new Batch(capacity);
  reflector.poll(nanos(0), out);
  const names = Array.from({ length: out.count }, (_, i) => `${out.flow[i]}/${readNumber(out.view, i * 64)}`);
  for (let i = 0; i < out.count; i++) {
    expect(readFlags(out.view, i * 64)).toBe(FLAG_ANSWER);
    out.status[i] = status(out.flow[i]!);
  }
  reflector.sent(out);
  return names;
}

const always = () => true;

describe('the reflector', () => {
  it('answers the first copy only', () => {
    const reflector = new Reflector(IDENTITY, 1, false, always);
    reflector.ingest(probes([0, 1, 1, 0, 2]), nanos(0));
    expect(offered(reflector)).toEqual(['0/0', '0/1', '0/2']);
    reflector.ingest(probes([2, 3]), nanos(0));
    expect(offered(reflector)).toEqual(['0/3']);
    expect([...reflector.sentOf]).toEqual([4]);
  });

  it('after a stall tells how much earlier a probe may have come, signed with the rest', () => {
    const mac = new Mac(Buffer.alloc(32, 1));
    const reflector = new Reflector({ ...IDENTITY, mac }, 1, true, always);
    const came = probes([0, 1, 2]);
    for (let entry = 0; entry < 3; entry++) mac.sign(came.view, entry * 64);
    came.unsure.set([0, 70e6, Number.POSITIVE_INFINITY]);
    came.time.fill(1e9, 0, 3);
    reflector.stood(nanos(0.93e9), nanos(1e9));
    reflector.ingest(came, nanos(1e9));
    const out = new Batch(8);
    reflector.poll(nanos(1e9), out);
    const told = [0, 1, 2].map((entry) => readDoubt(out.view, entry * 64));
    expect([told[0], told[2]]).toEqual([0, 0]);
    expect(told[1]).toBeGreaterThanOrEqual(70e6);
    expect(told[1]).toBeLessThan(100e6);
    for (let entry = 0; entry < 3; entry++) expect(mac.holds(out.view, entry * 64)).toBe(true);
    // No stall since it last looked: what came together was held back on the way.
    const held = probes([3]);
    mac.sign(held.view, 0);
    held.unsure[0] = 50e6;
    held.time[0] = 1.06e9;
    reflector.ingest(held, nanos(1.06e9));
    reflector.poll(nanos(1.06e9), out);
    expect(readDoubt(out.view, (out.count - 1) * 64)).toBe(0);
  });

  it('answers no stranger, no answer, and no number that cannot be believed', () => {
    const reflector = new Reflector(IDENTITY, 1, false, always);
    reflector.ingest(probes([0], 0, 0, { high: 5, low: 7 }), nanos(0));
    reflector.ingest(probes([0], 0, FLAG_ANSWER), nanos(0));
    reflector.ingest(probes([2 ** 40]), nanos(0));
    expect(offered(reflector)).toEqual([]);
    expect(reflector.receiver.foreign).toBe(2);
  });

  it('answers only what carries the MAC of the session, where there is a key; a replay counts as a copy', () => {
    const mac = new Mac(Buffer.from('a session key'));
    const reflector = new Reflector({ ...IDENTITY, mac }, 1, false, always);
    const batch = probes([0, 1]);
    reflector.ingest(batch, nanos(0));
    expect(offered(reflector)).toEqual([]);
    mac.sign(batch.view, 64);
    reflector.ingest(batch, nanos(0));
    reflector.ingest(batch, nanos(0));
    expect(offered(reflector)).toEqual(['0/1']);
    expect(reflector.receiver.flows[0]!.duplicates).toBe(1);
  });

  it('keeps answers of a blocked flow in order, without offering them again until it is writable', () => {
    let open = true;
    const reflector = new Reflector(IDENTITY, 2, true, (flow) => flow !== 0 || open);
    reflector.ingest(probes([0, 1, 2]), nanos(0));
    open = false;
    expect(offered(reflector, (flow) => (flow === 0 ? BLOCKED : SENT))).toEqual(['0/0', '0/1', '0/2']);
    reflector.ingest(probes([3]), nanos(0));
    reflector.ingest(probes([0, 1], 1), nanos(0));
    expect(offered(reflector)).toEqual(['1/0', '1/1']);
    // Nothing to offer: nothing to do until the port tells, so a driver does not spin.
    expect(reflector.poll(nanos(0), new Batch(8))).toBe(Number.POSITIVE_INFINITY);
    open = true;
    expect(offered(reflector, undefined, 3)).toEqual(['0/0', '0/1', '0/2']);
    expect(offered(reflector)).toEqual(['0/3']);
    expect([...reflector.sentOf]).toEqual([4, 2]);
    expect([...reflector.notAnswered]).toEqual([0, 0]);
  });

  it('counts what the kernel refuses, and what it gives up, as not answered', () => {
    const reflector = new Reflector(IDENTITY, 1, false, always);
    reflector.ingest(probes([0, 1]), nanos(0));
    offered(reflector, () => 105);
    expect(reflector.refused).toEqual(new Map([[105, 2]]));
    reflector.ingest(probes([2]), nanos(0));
    reflector.abandon();
    expect([...reflector.notAnswered]).toEqual([3]);
    expect(offered(reflector)).toEqual([]);
  });
});
