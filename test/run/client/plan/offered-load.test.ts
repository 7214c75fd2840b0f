/** The guards look at what leaves: bits and packets, fragments counted, of all that leaves at the same time. */
import { describe, expect, it } from 'vitest';
import type { RunOptions } from '../../../../src/cli/options/run-options.ts';
import { specFrom } from '../../../../src/cli/options/spec.ts';
import { SockbenchError } from '../../../../src/errors.ts';
import { planTransport, runsTogether } from '../../../../src/run/client/plan/effective.ts';
import {
  offeredLoad,
  PUBLIC,
  requireConsent,
  requirePossible,
} from '../../../../src/run/client/plan/offered-load.ts';
import type { Transport } from '../../../../src/units.ts';
import { wordsFor } from '../../../../src/words/index.ts';
import { usual } from '../usual-plan.ts';

const ETHERNET = { mtu: 1500, v6: false };
const both = ['en', 'pt-BR'] as const;

function refusal(act: () => unknown): SockbenchError | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof SockbenchError) return error;
    throw error;
  }
}

/** Towards a public address. */
function consent(options: RunOptions, transports: readonly Transport[]): SockbenchError | undefined {
  const spec = specFrom(transports, '203.0.113.7', options, null, wordsFor('en'));
  const plans = transports.map((transport) => planTransport(spec, transport, ETHERNET));
  const groups = runsTogether(spec, plans) ? [plans] : plans.map((plan) => [plan]);
  const loads = groups.map((group) => group.map((plan) => offeredLoad(plan, ETHERNET)));
  return refusal(() => requireConsent('203.0.113.7', loads));
}

describe('what leaves', () => {
  it.each([
    [
      { rate: 9999, size: 65_507 },
      { packets: 9999 * 45, bits: 9999 * 65_507 * 8 },
    ],
    [
      { rate: 10, size: 1472 },
      { packets: 10, bits: 10 * 1472 * 8 },
    ],
    [
      { rate: 10, size: 1473 },
      { packets: 20, bits: 10 * 1473 * 8 },
    ],
    [
      { transport: 'tcp', rate: 10, size: 131_072 },
      { packets: 910, bits: 10_485_760 },
    ],
    [{ mode: 'connect', transport: 'tcp', rate: 10 }, { packets: 40 }],
    [
      { rate: 'closed', clients: 3 },
      { packets: 300, bits: 300 * 512 },
    ],
    [{ rate: 'max' }, { packets: Infinity, bits: Infinity }],
  ] as const)('%j', (plan, load) => {
    expect(offeredLoad({ ...usual, ...plan }, ETHERNET)).toMatchObject(load);
  });
});

describe('consent', () => {
  it.each<[RunOptions, Transport[]]>([
    [{ size: '65507', rate: '9999' }, ['udp']],
    [{ rate: '10001' }, ['udp']],
    [{ rate: '9999', size: '1473' }, ['udp']],
    [{ rate: '5001' }, ['tcp', 'udp']],
    [{ bitrate: '11M' }, ['udp']],
    [{ bitrate: '6M' }, ['tcp', 'udp']],
    [{ mode: 'up', bitrate: '11M' }, ['tcp']],
    [{ mode: 'down' }, ['tcp']],
    [{ rate: '100', size: '16Mi' }, ['tcp']],
    [{ rate: 'max' }, ['udp']],
    [{ clients: '101' }, ['tcp']],
    [{ size: '64Ki' }, ['tcp']],
    [{ mode: 'connect', rate: '2501' }, ['tcp']],
  ])('is asked for: %j over %j', (options, transports) => {
    const error = consent(options, transports)!;
    expect(error.code).toBe('own-network');
    for (const language of both) {
      const said = error.say(wordsFor(language));
      expect(said).toContain('--i-own-this-network');
      if (error.details['bits'] !== undefined) expect(said).toMatch(/10 Mbit\/s .{1,3} 10[.,]000 pac/);
      expect(said).not.toMatch(/undefined|NaN|Infinity/);
    }
  });

  it.each<[RunOptions, Transport[]]>([
    [{}, ['udp']],
    [{}, ['tcp']],
    [{}, ['tcp', 'udp']],
    [{ rate: '10k' }, ['udp']],
    [{ rate: '5k' }, ['tcp', 'udp']],
    [{ bitrate: '10M' }, ['udp']],
    [{ mode: 'up', bitrate: '10M' }, ['tcp']],
    // One after the other.
    [{ bitrate: '10M', sequential: true }, ['tcp', 'udp']],
    [{ clients: '100' }, ['tcp']],
    [{ mode: 'connect' }, ['tcp']],
  ])('is not: %j over %j', (options, transports) => {
    expect(consent(options, transports)).toBeUndefined();
  });

  it('says what would leave', () => {
    const said = consent({ size: '65507', rate: '9999' }, ['udp'])!.say(wordsFor('en'));
    expect(said).toContain('5.24 Gbit/s in 449,955 packets/s');
    expect(consent({ rate: 'max' }, ['udp'])!.say(wordsFor('en'))).toContain('would flood it');
  });

  it('has the values that the help says', () => {
    expect(PUBLIC).toEqual({ packets: 10_000, bits: 10e6 });
    for (const language of both)
      expect(wordsFor(language).cli.run.ownNetwork).toMatch(/10k .*\(.*\).* 10 Mbit\/s/);
  });
});

describe('a rate that cannot be', () => {
  const possible = (options: RunOptions, transport: Transport = 'udp'): SockbenchError | undefined => {
    const spec = specFrom([transport], undefined, options, null, wordsFor('en'));
    return refusal(() => requirePossible(spec, planTransport(spec, transport, ETHERNET)));
  };

  it.each<[RunOptions, string, string]>([
    [{ bitrate: '1' }, 'rate-too-low', '--bitrate 1 is less than one probe of 1,472 bytes in the 10 s'],
    [{ rate: '0.05' }, 'rate-too-low', '--rate 0.05 is less than one probe of 64 bytes in the 10 s'],
    [{ bitrate: '10k', duration: '1s' }, 'rate-too-low', 'in the 1 s of this run'],
    [
      { bitrate: '1000G', size: '64' },
      'rate-too-high',
      'more than 1,000,000,000 probes of 64 bytes a second',
    ],
  ])('%j: %s', (options, code, sentence) => {
    const error = possible(options)!;
    expect(error.code).toBe(code);
    expect(error.say(wordsFor('en'))).toContain(sentence);
    expect(error.say(wordsFor('pt-BR'))).not.toMatch(/undefined|NaN/);
  });

  it.each<RunOptions>([
    { rate: '0.1' },
    { rate: '0.1', duration: '10s' },
    { bitrate: '1178', duration: '10s' },
    { rate: '0.001', count: '2' },
    { rate: '1G' },
    {},
  ])('is none: %j', (options) => {
    expect(possible(options)).toBeUndefined();
  });
});
