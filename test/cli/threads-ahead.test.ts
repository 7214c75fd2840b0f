import { Command } from '@commander-js/extra-typings';
import { expect, it } from 'vitest';
import { addImpairmentOptions } from '../../src/cli/options/impairment.ts';
import { threadsFor } from '../../src/cli/options/threads-ahead.ts';
import { wordsFor } from '../../src/words/index.ts';

it('as many as transports, for what measures here', () => {
  expect(threadsFor(['udp'], {})).toBe(1);
  expect(threadsFor(['tcp', 'host:5000', '--loss-threshold', '1s'], {})).toBe(1);
  expect(threadsFor(['compare', '--duration', '3s'], {})).toBe(2);
  for (const line of [
    'serve',
    'report x.json',
    'udp --help',
    'compare -h',
    'udp --engine portable',
    'tcp --engine=portable',
    '',
  ])
    expect(threadsFor(line.split(' '), {}), line).toBe(0);
});

it('none where a link is to be made first, whichever option asks for it; inside of it, again', () => {
  const command = new Command('udp');
  addImpairmentOptions(command, wordsFor('en'));
  const flags = command.options.map(({ long }) => long!);
  expect(flags.length).toBeGreaterThan(10);
  for (const flag of flags) {
    expect(threadsFor(['udp', flag, '5'], {}), flag).toBe(0);
    expect(threadsFor(['udp', `${flag}=5`], {}), flag).toBe(0);
    expect(threadsFor(['udp', flag, '5'], { SOCKBENCH_LAB: '{}' }), flag).toBe(1);
  }
});
