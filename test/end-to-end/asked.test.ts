/** What is asked for, granted and done, as a person sees it: bits that move, limits of a server. */
import { afterAll, describe, expect, it } from 'vitest';
import { summaryText } from '../../src/present/text/summary.ts';
import { wordsFor } from '../../src/words/index.ts';
import { documentOf, endAll, measured, run, serving, words } from './command.ts';

afterAll(endAll);

const text = (result: Parameters<typeof summaryText>[0]): string =>
  summaryText(result, wordsFor('en'), { color: false, width: 200 });

describe('a bitrate', () => {
  it.each(['up', 'down'] as const)('is what moves over TCP, one way: %s', async (direction) => {
    const result = await measured(`tcp --mode ${direction} --bitrate 8M --duration 300ms --warmup 0ms`);
    const { size, bitrate } = result.effective!;
    expect(bitrate).toEqual({ tcp: 8e6 });
    const { sent, received } = result.transports[0]!.bytes;
    const bytes = direction === 'up' ? sent : received;
    // 300,000 bytes, and at most one probe more; a machine that stands still sends less.
    expect(bytes).toBeLessThanOrEqual(300_000 + size['tcp']!);
    expect(bytes).toBeGreaterThan(150_000);
  });

  it('says which size it chose for datagrams', async () => {
    const ended = await run(...words('udp --bitrate 10M --duration 100ms --warmup 0ms --ui text --json'));
    expect(ended.err).toContain('No --size: 1,448 bytes a probe, the most that travel as one packet.');
    expect(text(documentOf(ended, 0))).toContain('10 Mbit/s (863 probes/s of 1,448 bytes)');
  });
});

it('a server that allows runs of a second tells of it before, and the result after', async () => {
  const server = await serving('--max-duration', '1s');
  const ended = await run(...words(`tcp --mode down --bitrate 1M ${server.target} --ui text --json`));
  const limit = 'the duration is limited to 1 s, 0.0909 s of it warm-up.';
  expect(ended.err).toContain(`The server granted less: ${limit}`);
  const result = documentOf(ended, 0);
  expect(result.spec).toMatchObject({ duration: null, warmup: null });
  expect(result.effective).toMatchObject({ duration: 909_090_910, warmup: 90_909_090, limited: [limit] });
  expect(text(result)).toContain('for 909 ms');
  expect(result.transports[0]!.bytes.received).toBeLessThanOrEqual(113_636 + 1448);
});
