import { expect, it } from 'vitest';
import { type Ends, largeLost, nothingThrough } from '../../../../src/run/client/control/nothing-through.ts';
import { besides } from '../../../../src/run/client/live/besides.ts';
import type { TransportPlan } from '../../../../src/run/client/plan/effective.ts';
import type { Finished } from '../../../../src/run/client/threads/pool.ts';
import { transportResult } from '../../../fixtures/transport.ts';

const plan = { clients: 4, transport: 'udp', mode: 'echo', size: 1400 } as TransportPlan;
const server = (received: number): Ends => ({
  address: '127.0.0.1:5000',
  plainEcho: false,
  smallPass: false,
  ledger: { received: [received, 0], sent: [received, 0] },
});
const echo: Ends = { ...server(0), plainEcho: true, ledger: null };
type Counts = Partial<Record<'received' | 'late' | 'sent' | 'lost' | 'open', number>>;
const part = (counts: Counts, refused: [string, number][] = [], report = {}): Finished =>
  ({
    measured: { received: 0, late: 0, sent: 5, lost: 0, open: 0, refused: new Map(refused), ...counts },
    stream: null,
    report: { opened: 2, silence: { unreachable: [] }, ...report },
  }) as unknown as Finished;
const lost = (report = {}): Finished => part({ lost: 5 }, [], report);
const why = (parts: Finished[], ends: Ends, more: Partial<TransportPlan> = {}) =>
  nothingThrough(parts, { ...plan, ...more }, ends);

it('one answer, also a late one, is enough; what is still awaited may come', () => {
  expect(why([lost(), part({ received: 1 })], server(9))).toBeUndefined();
  expect(why([lost(), part({ late: 1 })], server(9))).toBeUndefined();
  expect(why([part({ open: 5 })], server(0))).toBeUndefined();
});

const small = (ends: Ends): Ends => ({ ...ends, smallPass: true });

it.each([
  ['small ones pass, and none arrived', lost(), small(server(0)), 'large-lost', 'up'],
  ['small ones pass, and no answer came', lost(), small(server(3)), 'large-lost', 'down'],
  ['small ones pass, of a plain echo', lost({ opened: null }), small(echo), 'large-lost', undefined],
  ['not even small ones now', lost(), server(0), 'fell-silent', 'up'],
  ['not even small ones now, and all arrived', lost(), server(5), 'fell-silent', 'down'],
  ['none was ever answered', lost({ opened: 0 }), server(0), 'udp-blocked', 'up'],
  ['a plain echo', lost({ opened: null }), echo, 'no-answer', undefined],
] as const)('%s', (_, finished, ends, code, direction) => {
  const failure = why([finished], ends)!;
  expect(failure).toMatchObject({ code, details: { address: '127.0.0.1:5000', count: 5, bytes: 1400 } });
  expect(failure.details['direction']).toBe(direction);
});

it('the sentence says the size, the number and the way', () => {
  expect(why([lost()], small(server(0)))!.message).toBe(
    'None of 5 datagrams of 1,400 bytes arrived at 127.0.0.1:5000; small ones of 64 bytes do.',
  );
  expect(why([lost()], small(server(3)))!.message).toBe(
    'None of 5 answers of 1,400 bytes from 127.0.0.1:5000 arrived here; small ones of 64 bytes do.',
  );
});

it('ICMP says that nobody listens; over TCP the same errno is another thing', () => {
  const refused = part({ sent: 0, lost: 0 }, [['ECONNREFUSED', 5]]);
  expect(why([lost(), refused], echo)).toMatchObject({ code: 'datagram-refused' });
  expect(why([refused], server(0), { transport: 'tcp' })).toMatchObject({ code: 'connection-refused' });
});

it('where the server answers over TCP, it is not for want of a server that ICMP rejects datagrams', () => {
  const told = lost({ silence: { unreachable: [{ from: 1, to: 2 }] } });
  const refused = ['ECONNREFUSED', 'EHOSTUNREACH'].map((errno) => part({ lost: 2 }, [[errno, 3]]));
  for (const one of [told, ...refused]) {
    const failure = why([lost({ opened: 0 }), one], server(0))!;
    expect(failure.code).toBe('udp-blocked');
    expect(failure.message).toContain('rejected: the network says so (ICMP)');
    expect(failure.remedy).toContain('A firewall probably rejects UDP');
  }
  // Of large ones alone it is their size.
  expect(why([told], small(server(0)))).toMatchObject({ code: 'large-lost' });
});

it('where every send was refused, the run failed for that reason, and not for want of an answer', () => {
  const refused = (...by: [string, number][]) => part({ sent: 0 }, by);
  const failure = (...parts: Finished[]) => why(parts, server(0), { size: 9000 });
  expect(failure(refused(['ENETUNREACH', 5]))).toMatchObject({ code: 'unreachable', operation: 'send' });
  expect(failure(refused(['EPERM', 2]), refused(['EMSGSIZE', 9]))).toMatchObject({
    code: 'datagram-too-large',
    details: { bytes: 9000, address: '127.0.0.1:5000' },
  });
  expect(failure(refused(), part({}))).toBeUndefined();
});

it('one way, the direction in which nothing large came is told, and no other', () => {
  const stream = (sent: number, came: number): Finished =>
    ({ measured: null, stream: { sentOf: [sent], receivedOf: [came] }, report: {} }) as unknown as Finished;
  const ends = (received: number, sent: number): Ends => ({
    ...small(server(0)),
    ledger: { received: [received], sent: [sent] },
  });
  const ways = (finished: Finished, mode: 'up' | 'down' | 'both', at: Ends) =>
    largeLost([finished], { ...plan, mode }, at).map(({ details }) => details['direction']);
  expect(ways(stream(9, 0), 'up', ends(0, 0))).toEqual(['up']);
  expect(ways(stream(9, 0), 'up', ends(1, 0))).toEqual([]);
  expect(ways(stream(0, 0), 'down', ends(0, 9))).toEqual(['down']);
  expect(ways(stream(9, 0), 'both', ends(9, 9))).toEqual(['down']);
  expect(ways(stream(9, 9), 'both', ends(0, 9))).toEqual(['up']);
  expect(ways(stream(9, 0), 'both', { ...ends(0, 9), smallPass: false })).toEqual([]);
  expect(largeLost([stream(9, 0)], plan, { ...ends(0, 0), ledger: null })).toEqual([]);
});

it('beside a transport that was answered, silence is a warning; alone, or everywhere, it is the failure', () => {
  const silence = why([lost({ opened: 0 })], server(0))!;
  const [tcp, udp] = [transportResult({ transport: 'tcp' }), transportResult({ transport: 'udp' })];
  const beside = besides([tcp, udp], new Map([['udp', silence]]));
  expect(beside.failure).toBeUndefined();
  expect(beside.transports[0]).toBe(tcp);
  expect(beside.transports[1]!.quality.warnings[0]).toMatchObject({
    code: 'udp-blocked',
    message: '127.0.0.1:5000 answers over TCP, but no datagram came back over UDP.',
  });
  const plain = why([lost({ opened: null })], echo)!;
  expect(besides([tcp, udp], new Map([['udp', plain]])).transports[1]!.quality.warnings[0]).toMatchObject({
    code: 'udp-blocked',
  });
  expect(besides([udp], new Map([['udp', silence]])).failure).toBe(silence);
  const both = besides(
    [tcp, udp],
    new Map([
      ['tcp', silence],
      ['udp', silence],
    ]),
  );
  expect(both).toEqual({ transports: [tcp, udp], failure: silence });
  expect(besides([tcp], new Map())).toEqual({ transports: [tcp], failure: undefined });
});
