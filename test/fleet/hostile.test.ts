/** What an agent hands over may be anything: it is read, or left out by name, and nothing else happens to the coordinator. */
import { deflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { SockbenchError } from '../../src/errors.ts';
import { Collector } from '../../src/fleet/coordinator/collector.ts';
import { Member } from '../../src/fleet/coordinator/member.ts';
import { fleetResult } from '../../src/fleet/merge/document.ts';
import { errorOf } from '../../src/fleet/merge/ending.ts';
import { partOf } from '../../src/fleet/merge/shift.ts';
import type { Granted, Report } from '../../src/fleet/protocol/messages.ts';
import { PART_BOUNDS, partBounds, unpack } from '../../src/fleet/protocol/packed.ts';
import { PartSchema } from '../../src/fleet/protocol/part-schema.ts';
import { asValue } from '../../src/fleet/protocol/values.ts';
import { specOf } from '../../src/library/spec.ts';
import { seededRandom } from '../../src/measure/random.ts';
import { planTransport } from '../../src/run/client/plan/effective.ts';
import { wordsFor } from '../../src/words/index.ts';
import { runs } from '../runs.ts';
import { type MeasuredEcho, measureEcho } from './measured.ts';
import { HOST } from './virtual-fleet.ts';
import { MS, SECOND } from './virtual-time.ts';

const CLOCK = { same: null, epoch: '0', wall: '0', error: null };
const packed = (text: string): string => deflateRawSync(text).toString('base64');
let measured: MeasuredEcho;

beforeAll(async () => {
  const way = { delay: 5 * MS, loss: 0.1, duplicate: 0.05, reorder: 0.1 };
  measured = await measureEcho({
    flows: 2,
    rate: 60,
    seed: 3,
    duration: 2 * SECOND,
    network: { seed: 3, up: way, down: way },
  });
});

/** An agent that hands over this. */
function handedOver(
  data: string,
  at: number | null = 0,
): { readonly failed: boolean; readonly thrown: unknown } {
  const { spec } = measured;
  const { mode, clients, rate, size, duration, warmup } = planTransport(spec, 'udp');
  const granted: Granted = { transport: 'udp', mode, clients, rate, size, duration, warmup };
  const about = {
    name: 'a',
    tool: '1',
    host: HOST,
    clock: CLOCK,
    at: 0,
    heard: null,
    ticket: '0'.repeat(32),
  };
  const how = { state: 'over', group: 0, failure: null, begun: null, parts: 1, ready: null } as const;
  const report: Report = { type: 'report', ...about, ...how };
  const member = new Member('0'.repeat(32), report, 1, 0);
  member.assign({ spec, before: 0, all: 1 }, 1);
  member.granted.set('udp', granted);
  const collector = new Collector();
  try {
    collector.take(member, at, data);
    member.take({ type: 'piece', part: 0, index: 0, of: 1, data: '' }, 0);
    const outcome = collector.outcome(member, spec.clients, CLOCK, 0);
    fleetResult({
      spec: specOf({ transports: ['udp'], clients: spec.clients }),
      version: '1',
      command: [],
      startedAt: '2026-01-01T00:00:00.000Z',
      agents: [outcome],
      interrupted: false,
      failure: null,
      perFlow: true,
      screen: false,
    });
    return { failed: outcome.failure !== null, thrown: undefined };
  } catch (thrown) {
    return { failed: true, thrown };
  }
}

type Node = Record<string, unknown> | unknown[];
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Every place in it, as its holder and key. */
function places(node: Node, found: [Node, string][] = []): [Node, string][] {
  for (const [key, value] of Object.entries(node)) {
    found.push([node, key]);
    if (isNode(value)) places(value, found);
  }
  return found;
}

const HOSTILE = [
  null,
  -1,
  0,
  1,
  1e308,
  2 ** 53,
  0.5,
  '',
  'x',
  'Infinity',
  'NaN',
  '-Infinity',
  [],
  {},
  true,
  'AAAA',
  [1e9, 1e9],
  1e9,
  -1e300,
];

it('a moment that holds nothing is no moment', () => {
  const told = { transport: 'udp', moment: { at: 1, ledger: null, stream: null }, server: null };
  expect(handedOver(packed(JSON.stringify(told)), null)).toMatchObject({ failed: false, thrown: undefined });
});

it('each agent has its share of what all may hand over', () => {
  expect(partBounds(1)).toEqual(PART_BOUNDS);
  expect(partBounds(1024).bytes * 1024).toBeLessThanOrEqual(2 ** 31);
});

it.each([['__defineGetter__'], ['constructor'], ['toString']])(
  'a failure whose details are no sentence of ours (%s) is told all the same',
  (limit) => {
    const error = errorOf({ code: 'not-allowed', operation: 'prepare', details: { limit } });
    expect(error.say(wordsFor('pt-BR'))).toBeTypeOf('string');
    expect(error.message).toContain('not-allowed');
  },
);

describe('a part of somebody who means harm', () => {
  const honest = (): Node => JSON.parse(JSON.stringify(partOf(measured.input), asValue)) as Node;

  it('is taken as it is where it is honest', () => {
    expect(handedOver(packed(JSON.stringify(honest())))).toEqual({ failed: false, thrown: undefined });
  });

  it('with any value at any place is read or left out', () => {
    const random = seededRandom(1);
    const whole = places(honest()).length;
    let taken = 0;
    for (let n = 0; n < runs(200); n++) {
      const part = honest();
      const [holder, key] = places(part)[Math.floor(random() * whole)]!;
      const value = HOSTILE[Math.floor(random() * HOSTILE.length)];
      (holder as Record<string, unknown>)[key] = value;
      const { failed, thrown } = handedOver(packed(JSON.stringify(part)));
      if (thrown !== undefined && !(thrown instanceof SockbenchError))
        throw new Error(`${key} = ${JSON.stringify(value)}`, { cause: thrown });
      if (!failed) taken++;
    }
    expect(taken).toBeGreaterThan(0);
  });

  it('that unpacks to more than a part may be is left out, and so is what is none', () => {
    const bomb = packed(`{"x":"${' '.repeat(PART_BOUNDS.bytes)}"}`);
    expect(bomb.length).toBeLessThan(200_000);
    for (const text of [bomb, '', 'AAAA', packed('{'), packed('[]'), packed('['.repeat(10_000))])
      expect(unpack(PartSchema, text, PART_BOUNDS)).toBe(undefined);
    expect(handedOver(bomb)).toEqual({ failed: true, thrown: undefined });
  });
});
