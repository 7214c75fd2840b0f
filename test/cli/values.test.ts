/** One grammar for the values of all options: a table of options × values. Each refusal names option, value and what is allowed. */
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { type ChatTyped, hostSettings } from '../../src/cli/chat/options.ts';
import type { CliContext } from '../../src/cli/context.ts';
import { type ImpairmentOptions, impairmentFrom } from '../../src/cli/options/impairment.ts';
import { byDirection, readings } from '../../src/cli/options/lists.ts';
import type { RunOptions } from '../../src/cli/options/run-options.ts';
import { specFrom } from '../../src/cli/options/spec.ts';
import { type ServeOptions, serverOptionsFrom } from '../../src/cli/serve/options.ts';
import { SockbenchError } from '../../src/errors.ts';
import { RunSpecSchema } from '../../src/result/spec.ts';
import { parseRatio, parseWhole } from '../../src/units.ts';
import { wordsFor } from '../../src/words/index.ts';

const words = wordsFor('en');
const context = { words, env: {}, version: '' } as unknown as CliContext;

/** Every option that takes a value with a number in it, and how it is read. */
const READ: Record<string, (value: string) => unknown> = {};
const of = <T extends object>(options: readonly (keyof T & string)[], read: (typed: T) => unknown): void => {
  for (const name of options) {
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    READ[flag] = (value) => read({ [name]: value } as T);
  }
};
const MEASURES = ['clients', 'rate', 'bitrate', 'size', 'duration', 'count', 'warmup', 'interval'] as const;
const MORE = ['lossThreshold', 'threads', 'dscp', 'sendBuffer', 'receiveBuffer', 'seed'] as const;
of<RunOptions>([...MEASURES, ...MORE], (typed) => specFrom(['udp'], undefined, typed, null, words));
const LINK = ['loss', 'burstLoss', 'drop', 'delay', 'jitter', 'reorder', 'duplicate', 'corrupt'] as const;
of<ImpairmentOptions>([...LINK, 'bandwidth', 'queue'], (typed) => impairmentFrom(typed, 1, words));
const LIMITS = [
  'maxSessions',
  'maxClients',
  'maxRate',
  'maxBitrate',
  'maxBuffer',
  'maxBytes',
  'maxSize',
] as const;
const TIMES = ['maxDuration', 'idleTimeout', 'handshakeTimeout', 'maxMemory'] as const;
of<ServeOptions>([...LIMITS, ...TIMES, 'port'], (typed) => serverOptionsFrom(typed, context));
of<ChatTyped>(['port'], (typed) => hostSettings(undefined, { serve: true, ...typed }, context));

function refusal(read: () => unknown): SockbenchError | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof SockbenchError) return error;
    throw error;
  }
}

const NOT_A_VALUE = [
  'NaN',
  'Infinity',
  '-Infinity',
  '1e3',
  '1e400',
  '1e-3',
  '0x8',
  '0b1',
  '-1',
  '+1',
  ' 5%',
  '5 %',
  '20 ms',
  '1_000',
  '1,000',
  '.5',
  '5.',
  '007',
  '9'.repeat(400),
  '١٢',
  'five',
  '',
  '\u001b[31m5',
];

describe.each(Object.keys(READ))('%s', (flag) => {
  it.each(NOT_A_VALUE)('does not take "%s", and says so', (value) => {
    const error = refusal(() => READ[flag]!(value));
    expect(error?.code).toBe('bad-option');
    for (const language of ['en', 'pt-BR'] as const) {
      const said = error!.say(wordsFor(language));
      expect(said).toContain(flag);
      if (value.length < 40 && value >= ' ') expect(said).toContain(`"${value}"`);
      expect(said).not.toMatch(/undefined|null|\[object|\u001b/);
      expect(said.length).toBeLessThan(300);
    }
  });
});

describe('a bare number for a time', () => {
  const flags = ['--duration', '--warmup', '--interval', '--loss-threshold', '--delay', '--jitter'];
  it.each([...flags, '--max-duration', '--idle-timeout', '--handshake-timeout'])(
    '%s 20: 20ms or 20s?',
    (flag) => {
      const error = refusal(() => READ[flag]!('20'))!;
      expect(error.say(wordsFor('en'))).toContain('20ms or 20s?');
      expect(error.say(wordsFor('pt-BR'))).toContain('20ms ou 20s?');
    },
  );

  it('names only what the option takes: 100 s are too long for a delay', () => {
    expect(refusal(() => READ['--delay']!('100'))!.say(words)).toContain('(100ms?)');
    expect(refusal(() => READ['--delay']!('up=100,down=1ms'))!.say(words)).toContain('(100ms?)');
  });

  it('a share asks likewise', () => {
    expect(refusal(() => READ['--loss']!('5'))!.say(words)).toContain('(5%?)');
    expect(refusal(() => READ['--loss']!('1'))!.say(words)).toContain('(1% or 100%?)');
  });
});

describe('a comma', () => {
  const link = (typed: ImpairmentOptions) => impairmentFrom(typed, 1, words)!;

  it.each<[ImpairmentOptions, object, object]>([
    [{ loss: '2,5%' }, { loss: 0.025 }, { loss: 0.025 }],
    [{ loss: 'up=2,5%,down=0' }, { loss: 0.025 }, { loss: 0 }],
    [{ loss: 'down=0,125%,up=2,5%' }, { loss: 0.025 }, { loss: 0.00125 }],
    [{ delay: '2,5ms' }, { delay: 2.5e6 }, { delay: 2.5e6 }],
    [{ bandwidth: '1,5M' }, { bandwidth: 1.5e6 }, { bandwidth: 1.5e6 }],
    [{ burstLoss: '5%,8' }, { burst: { ratio: 0.05, meanLength: 8 } }, {}],
    [{ burstLoss: '2,5%,8' }, { burst: { ratio: 0.025, meanLength: 8 } }, {}],
    [{ burstLoss: '2,5%,8,5' }, { burst: { ratio: 0.025, meanLength: 8.5 } }, {}],
    [{ burstLoss: '5%,8,5' }, { burst: { ratio: 0.05, meanLength: 8.5 } }, {}],
    [{ burstLoss: '0,05,8' }, { burst: { ratio: 0.05, meanLength: 8 } }, {}],
    [{ burstLoss: 'up=2,5%,8,down=0' }, { burst: { ratio: 0.025, meanLength: 8 } }, { burst: null }],
    [{ drop: '3,4' }, { drop: [3, 4] }, { drop: [3, 4] }],
  ])('%j', (typed, up, down) => {
    expect(link(typed)).toMatchObject({ up, down });
  });

  it.each<ImpairmentOptions>([
    { burstLoss: '0,5,8' },
    { burstLoss: '5%,Infinity' },
    { burstLoss: '5%,1e400' },
    { burstLoss: '5%,0x8' },
    { burstLoss: '5%, 8' },
    { burstLoss: '5%,8,' },
    { burstLoss: '5,8' },
    { loss: 'up=5%, down=0' },
    { loss: 'up=5%,up=3%' },
    { drop: '3, 4' },
    { drop: '3,0x4' },
    { drop: '' },
  ])('is not guessed at: %j', (typed) => {
    expect(refusal(() => link(typed))?.code).toBe('bad-option');
  });

  it('of several readings of a list there is never one that is preferred', () => {
    const share = fc.constantFrom('5%', '2,5%', '0', '0,05', '0.1');
    const length = fc.constantFrom('8', '8,5', '1', '12');
    fc.assert(
      fc.property(share, length, (ratio, mean) => {
        const ways = readings(`${ratio},${mean}`, [parseRatio, (text) => parseWhole(text.replace(',', ''))]);
        expect(ways.length).toBeGreaterThan(0);
        expect(ways).toContainEqual([parseRatio(ratio), parseWhole(mean.replace(',', ''))]);
      }),
    );
  });

  it('parts directions, and each is named once', () => {
    expect(byDirection('2,5%')).toEqual([
      ['up', '2,5%'],
      ['down', '2,5%'],
    ]);
    expect(byDirection('up=2,5%,8,down=0')).toEqual([
      ['up', '2,5%,8'],
      ['down', '0'],
    ]);
    expect(byDirection('up=1,up=2')).toBeUndefined();
  });
});

describe('whatever is typed', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.stringMatching(/^(up=|down=)?[\d.,]{1,6}[a-zA-Z%]{0,3}(,(down=)?[\d.]{1,4}%?)?$/),
    fc.constantFrom(
      '0',
      'max',
      'closed',
      '1',
      '5%',
      '5%,8',
      '1e3',
      '10M',
      '20ms',
      'Infinity',
      '9007199254740993',
    ),
  );
  const typed = <T extends object>(names: readonly (keyof T & string)[]) =>
    fc.dictionary(fc.constantFrom(...names), text, { maxKeys: 3 }).map((made) => made as T);

  it('is a spec that a result may hold, or a misuse: never a mistake of the program', () => {
    const run = typed<RunOptions>([...MEASURES, ...MORE]);
    const link = typed<ImpairmentOptions>([...LINK, 'bandwidth', 'queue', 'jitterShape', 'profile']);
    fc.assert(
      fc.property(run, link, (options, impaired) => {
        let spec: unknown;
        const error = refusal(() => {
          const impairment = impairmentFrom(impaired, 1, words);
          spec = specFrom(['udp'], undefined, options, impairment, words);
        });
        if (error === undefined) expect(v.safeParse(RunSpecSchema, spec).issues).toBeUndefined();
        else expect(['bad-option', 'options-clash']).toContain(error.code);
      }),
      { numRuns: 500 },
    );
  });
});
