/** Option values: a refusal names the option, the value and what is allowed; what is taken means what it says. */
import { describe, expect, it } from 'vitest';
import type { RunOptions } from '../../src/cli/options/run-options.ts';
import { specFrom } from '../../src/cli/options/spec.ts';
import { SockbenchError } from '../../src/errors.ts';
import type { RunSpec } from '../../src/result/spec.ts';
import type { Transport } from '../../src/units.ts';
import { wordsFor } from '../../src/words/index.ts';

const specOf = (options: RunOptions, transports: readonly Transport[] = ['tcp'], target?: string): RunSpec =>
  specFrom(transports, target, options, null, wordsFor('en'));

function refused(options: RunOptions, transports: readonly Transport[], target?: string): SockbenchError {
  try {
    specOf(options, transports, target);
  } catch (error) {
    if (error instanceof SockbenchError) return error;
    throw error;
  }
  throw new Error(`not refused: ${JSON.stringify(options)}`);
}

describe('refused, naming option and value', () => {
  it.each<[string, RunOptions, Transport[]]>([
    ['--rate', { rate: '0' }, ['tcp']],
    ['--rate', { rate: '-5' }, ['tcp']],
    ['--rate', { rate: '2000M' }, ['udp']],
    ['--bitrate', { bitrate: '0' }, ['tcp']],
    ['--size', { size: '63' }, ['tcp']],
    ['--size', { size: '65508' }, ['udp']],
    ['--size', { size: '65508' }, ['tcp', 'udp']],
    ['--size', { size: '17Mi' }, ['tcp']],
    ['--clients', { clients: '0' }, ['tcp']],
    ['--clients', { clients: '65537' }, ['tcp']],
    ['--clients', { clients: '1.5' }, ['tcp']],
    ['--count', { count: '0' }, ['tcp']],
    ['--duration', { duration: 'soon' }, ['tcp']],
    ['--duration', { duration: '-1s' }, ['tcp']],
    ['--duration', { duration: '0s' }, ['tcp']],
    ['--duration', { duration: '1000h' }, ['tcp']],
    ['--warmup', { warmup: '5 apples' }, ['tcp']],
    ['--loss-threshold', { lossThreshold: '0' }, ['tcp']],
    ['--interval', { interval: '1ms' }, ['tcp']],
    ['--threads', { threads: '65' }, ['tcp']],
    ['--engine', { engine: 'steam' }, ['tcp']],
    ['--arrivals', { arrivals: 'late' }, ['tcp']],
    ['--mode', { mode: 'sideways' }, ['tcp']],
    ['--mode', { mode: 'connect' }, ['udp']],
    ['--bind', { bind: 'eth0' }, ['tcp']],
    ['--dscp', { dscp: '64' }, ['tcp']],
    ['--send-buffer', { sendBuffer: '12' }, ['tcp']],
    ['--receive-buffer', { receiveBuffer: '3Gi' }, ['tcp']],
    ['--congestion', { congestion: 'no such; thing' }, ['tcp']],
    ['--seed', { seed: '-1' }, ['tcp']],
    ['--assert', { assert: ['p99'] }, ['tcp']],
  ])('%s: %j over %j', (option, options, transports) => {
    const { code, details } = refused(options, transports);
    expect({ code, option: details['option'] }).toEqual({ code: 'bad-option', option });
    for (const language of ['en', 'pt-BR'] as const) {
      const said = new SockbenchError('bad-option', 'parse', details).say(wordsFor(language));
      expect(said).toContain(option);
      expect(said).not.toMatch(/undefined|null|\[object/);
    }
  });

  it('a mode that a plain echo server cannot have', () => {
    expect(refused({ mode: 'up' }, ['tcp'], 'echo://127.0.0.1').details).toMatchObject({ option: '--mode' });
  });
});

describe('taken', () => {
  it.each<[RunOptions, Partial<RunSpec>]>([
    [{ duration: '1.5m' }, { duration: 90e9 }],
    [
      { duration: '250ms', warmup: '0' },
      { duration: 250e6, warmup: 0 },
    ],
    [{ rate: '10k' }, { rate: 10_000 }],
    [{ rate: 'max' }, { rate: 'max' }],
    [
      { bitrate: '10M', size: '1250' },
      { rate: null, bitrate: 10e6, size: 1250 },
    ],
    [{ size: '64Ki' }, { size: 65_536 }],
    [
      { clients: '8', threads: '2' },
      { clients: 8, threads: 2 },
    ],
    [{ ipv6: true }, { family: 6 }],
    [{ count: '1M' }, { count: 1_000_000 }],
  ])('%j', (options, expected) => {
    expect(specOf(options)).toMatchObject(expected);
  });

  it('a run without a seed still says which it used', () => {
    expect(specOf({}).seed).toBeGreaterThanOrEqual(0);
  });
});
