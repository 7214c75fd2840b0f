import { expect, it } from 'vitest';
import { typed } from './typed.ts';

/** What each says when two things that do not go together are given: both, and why; never a value that nobody typed. */
it.each([
  ['tcp --json --csv', '--csv does not go with --json: standard output carries one of'],
  ['udp --json-stream --csv', '--csv does not go with --json-stream'],
  ['udp --packets', '--packets does not go with a run without --json or --json-stream'],
  ['report - -', '- does not go with -: standard input can be read once'],
  ['report x --json --csv', '--csv does not go with --json'],
  ['udp --rate 10 --bitrate 1M', '--bitrate does not go with --rate: both say how fast to send'],
  ['tcp -4 -6', '-4 does not go with -6'],
  [
    'udp 127.0.0.1 --delay 5ms',
    '--delay does not go with 127.0.0.1: an impairment works only without a target',
  ],
  ['udp 127.0.0.1 --profile 4g', '--profile does not go with 127.0.0.1'],
  ['serve --lan --bind 127.0.0.1', '--bind does not go with --lan'],
  ['listen --tcp-only --udp-only', '--udp-only does not go with --tcp-only'],
  ['chat 127.0.0.1 --serve', '--serve does not go with 127.0.0.1'],
  ['chat --serve --plain', '--plain does not go with --serve'],
  ['chat --plain --transport udp', '--plain does not go with --transport udp'],
])('%s', async (line, sentence) => {
  const { status, out, err } = await typed(...line.split(' '));
  expect(err).toContain(`sockbench: ${sentence}`);
  expect({ status, out }).toEqual({ status: 2, out: '' });
});

it('a gate on a word that no figure ever is, is a misuse and not a gate that fails', async () => {
  const { status, err } = await typed('udp', '--assert', 'trust=god');
  expect(err).toContain('--assert does not take "trust=god": one of good, limited, poor');
  expect(status).toBe(2);
});

it.each([
  ['tcp', '--mode', ''],
  ['udp', '--rate', ''],
  ['serve', '--port', ''],
])('%s %s with nothing is an empty value', async (...argv) => {
  const { status, err } = await typed(...argv);
  expect(err).toContain(`${argv[1]} does not take an empty value: `);
  expect(status).toBe(2);
});
