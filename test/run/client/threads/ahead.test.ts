/** What is rehearsed before anybody has answered is of the kind of the run that comes. */
import { expect, it } from 'vitest';
import { specOf } from '../../../../src/library/spec.ts';
import { rehearsable } from '../../../../src/run/client/threads/ahead.ts';
import { kindOf } from '../../../../src/run/client/threads/kind.ts';

const of = (request: Parameters<typeof specOf>[0]) =>
  rehearsable({ spec: specOf(request), engine: 'portable', epoch: 0n, reports: null });

it('one for each generator', () => {
  const kinds = of({ transports: ['tcp', 'udp'], clients: 3, threads: 2, rate: 100 }).map(kindOf);
  expect(kinds.map((kind) => kind.split(' ')[1])).toEqual(['tcp', 'tcp', 'udp', 'udp']);
});

it('a plain echo is another kind than a server of ours, and a closed loop than a schedule', () => {
  const target = { scheme: 'echo' as const, host: '127.0.0.1', port: 7 };
  const kinds = [
    of({ transports: ['udp'], rate: 100 }),
    of({ transports: ['udp'], rate: 100, target }),
    of({ transports: ['udp'], rate: 'max' }),
    of({ transports: ['tcp'], rate: 'closed' }),
  ].map(([setup]) => kindOf(setup!));
  expect(new Set(kinds).size).toBe(kinds.length);
});

it('nothing where nothing is answered: streams and connections are not rehearsed', () => {
  for (const mode of ['up', 'down', 'both', 'connect'] as const)
    expect(of({ transports: ['tcp'], mode })).toEqual([]);
});
