/** Option × transport × mode × engine: what would do nothing is refused, and nothing else is. */
import { describe, expect, it } from 'vitest';
import type { RunOptions } from '../../../../src/cli/options/run-options.ts';
import { specFrom } from '../../../../src/cli/options/spec.ts';
import { SockbenchError } from '../../../../src/errors.ts';
import { refuseIdleOptions } from '../../../../src/run/client/plan/idle-options.ts';
import type { Transport } from '../../../../src/units.ts';
import { wordsFor } from '../../../../src/words/index.ts';

const OPTIONS: Readonly<Record<string, RunOptions>> = {
  '--dscp': { dscp: '46' },
  '--send-buffer': { sendBuffer: '64Ki' },
  '--receive-buffer': { receiveBuffer: '64Ki' },
  '--congestion': { congestion: 'cubic' },
  '--busy-poll': { busyPoll: true },
  '--nagle': { nagle: true },
  '--size': { size: '1000' },
  '--bitrate': { bitrate: '1M' },
  '--rate closed': { rate: 'closed' },
  '--arrivals poisson': { arrivals: 'poisson', rate: '100' },
  '--per-flow': { perFlow: true },
  '--threads': { threads: '2', clients: '2' },
};
const COMMANDS: Readonly<Record<string, readonly Transport[]>> = {
  tcp: ['tcp'],
  udp: ['udp'],
  compare: ['tcp', 'udp'],
};
const MODES = ['echo', 'up', 'down', 'both', 'connect'] as const;
const STREAMS = ['up', 'down', 'both'];

/** Where an option does nothing, by words. */
const IDLE: Readonly<Record<string, (command: string, mode: string, engine: string) => boolean>> = {
  '--dscp': (_, mode, engine) => engine === 'portable' || mode === 'connect',
  '--send-buffer': (command, mode, engine) =>
    (engine === 'portable' && command !== 'udp') || mode === 'connect',
  '--receive-buffer': (command, mode, engine) =>
    (engine === 'portable' && command !== 'udp') || mode === 'connect',
  '--congestion': (command, mode, engine) => command === 'udp' || engine === 'portable' || mode === 'connect',
  '--busy-poll': (_, mode, engine) => engine === 'portable' || mode === 'connect',
  '--nagle': (command, mode) => command === 'udp' || mode === 'connect',
  '--size': (_, mode) => mode === 'connect',
  '--bitrate': (_, mode) => mode === 'connect',
  '--rate closed': (_, mode) => STREAMS.includes(mode),
  '--arrivals poisson': () => false,
  '--per-flow': () => false,
  '--threads': () => false,
};

function refusal(
  options: RunOptions,
  transports: readonly Transport[],
  engine: 'portable' | 'linux',
): SockbenchError | undefined {
  const spec = specFrom(transports, undefined, options, null, wordsFor('en'));
  try {
    refuseIdleOptions(spec, engine);
    return undefined;
  } catch (error) {
    if (error instanceof SockbenchError) return error;
    throw error;
  }
}

const COMBINATIONS = Object.keys(COMMANDS).flatMap((command) =>
  MODES.flatMap((mode) =>
    (['linux', 'portable'] as const)
      .filter(() => mode !== 'connect' || command === 'tcp')
      .map((engine) => [command, mode, engine] as const),
  ),
);

describe.each(Object.keys(OPTIONS))('%s', (option) => {
  it.each(COMBINATIONS)('%s --mode %s, engine %s', (command, mode, engine) => {
    const error = refusal({ mode, ...OPTIONS[option] }, COMMANDS[command]!, engine);
    expect(error !== undefined).toBe(IDLE[option]!(command, mode, engine));
    if (error === undefined) return;
    expect({ code: error.code, option: error.details['option'] }).toEqual({ code: 'option-idle', option });
    for (const language of ['en', 'pt-BR'] as const)
      expect(error.say(wordsFor(language))).toMatch(/^--.+: \S.+\. \S.+\.$/);
  });
});

describe('also', () => {
  it.each<[RunOptions, Transport, string]>([
    [{ arrivals: 'poisson' }, 'tcp', '--arrivals poisson does nothing with --rate closed'],
    [{ arrivals: 'poisson', mode: 'up' }, 'tcp', '--arrivals poisson does nothing with --rate max'],
    [{ arrivals: 'poisson', rate: 'max' }, 'udp', '--arrivals poisson does nothing with --rate max'],
    [{ engine: 'linux', mode: 'connect' }, 'tcp', '--engine linux does nothing with --mode connect'],
    [{ threads: '2' }, 'udp', '--threads does nothing with --clients 1'],
    [{ threads: '8', clients: '4' }, 'udp', '--threads does nothing with --clients 4'],
  ])('%j over %s', (options, transport, sentence) => {
    expect(refusal(options, [transport], 'linux')!.say(wordsFor('en'))).toContain(sentence);
  });

  it('a schedule is there by default over UDP', () => {
    expect(refusal({ arrivals: 'poisson' }, ['udp'], 'linux')).toBeUndefined();
    expect(refusal({ arrivals: 'poisson' }, ['tcp', 'udp'], 'linux')).toBeUndefined();
  });
});
