/** What is asked for, granted and done, as a person sees it: bits that move, limits of a server. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { summaryText } from '../../src/present/text/summary.ts';
import { wordsFor } from '../../src/words/index.ts';
import { documentOf, endAll, MAIN, serving, start, words } from './command.ts';
import { noFfi } from './engines.ts';
import { commandHere, measuredHere } from './in-process.ts';

afterAll(endAll);

const text = (result: Parameters<typeof summaryText>[0]): string =>
  summaryText(result, wordsFor('en'), { color: false, width: 200 });

describe('a bitrate', () => {
  it.each(['up', 'down'] as const)('is what moves over TCP, one way: %s', async (direction) => {
    const result = await measuredHere(`tcp --mode ${direction} --bitrate 8M --duration 300ms --warmup 0ms`);
    const { size, bitrate } = result.effective!;
    expect(bitrate).toEqual({ tcp: 8e6 });
    const { sent, received } = result.transports[0]!.bytes;
    const bytes = direction === 'up' ? sent : received;
    // 300,000 bytes, and at most one probe more; a machine that stands still sends less.
    expect(bytes).toBeLessThanOrEqual(300_000 + size['tcp']!);
    expect(bytes).toBeGreaterThan(150_000);
  });

  it('says which size it chose for datagrams', async () => {
    const ended = await commandHere(
      ...words('udp --bitrate 10M --duration 100ms --warmup 0ms --ui text --json'),
    );
    expect(ended.err).toContain('No --size: 1,448 bytes a probe, the most that travel as one packet.');
    expect(text(documentOf(ended, 0))).toContain('10 Mbit/s (863 probes/s of 1,448 bytes)');
  });
});

it('a server that allows runs of a second tells of it before, and the result after', async () => {
  const server = await serving('--max-duration', '1s');
  const ended = await commandHere(...words(`tcp --mode down --bitrate 1M ${server.target} --ui text --json`));
  const limit = 'the duration is limited to 1 s, 0.0909 s of it warm-up.';
  expect(ended.err).toContain(`The server granted less: ${limit}`);
  const result = documentOf(ended, 0);
  expect(result.spec).toMatchObject({ duration: null, warmup: null });
  expect(result.effective).toMatchObject({ duration: 909_090_910, warmup: 90_909_090, limited: [limit] });
  expect(text(result)).toContain('for 909 ms');
  expect(result.transports[0]!.bytes.received).toBeLessThanOrEqual(113_636 + 1448);
});

/** Without the privilege to pass the system's limit on buffers, as an ordinary user. */
const root = process.getuid?.() === 0;
const drop = ['--bounding-set', '-net_admin', '--inh-caps', '-net_admin'];
const limit = (name: string): number => Number(readFileSync(`/proc/sys/net/core/${name}`, 'utf8'));
const ordinary =
  process.platform === 'linux' &&
  limit('rmem_max') < 2 ** 30 &&
  (!root || spawnSync('setpriv', [...drop, 'true']).status === 0);
if (!ordinary)
  console.warn(
    'skipped: buffers cut by the system, which needs Linux with a limit, and setpriv where tests run as root',
  );

describe.skipIf(!ordinary)('buffers cut by the system', () => {
  const lines = noFfi === undefined ? ['compare', 'udp --engine portable'] : ['udp'];

  it.each(lines)('are read back on both ends, and said: %s', async (line) => {
    const more = '--count 5 --receive-buffer 1Gi --json --ui text';
    const command = [process.execPath, MAIN, ...words(`${line} ${more}`)];
    const [program, ...rest] = root ? ['setpriv', ...drop, ...command] : command;
    const ended = await start(program!, rest).ended;
    const { spec, effective, transports } = documentOf(ended, 0);
    const receiveBuffer = Math.min(2 ** 30, limit('rmem_max'));
    expect(spec.receiveBuffer).toBe(2 ** 30);
    expect(effective!.receiveBuffer).toBe(receiveBuffer);
    expect(ended.err).toContain(
      '--receive-buffer 1,073,741,824 bytes was asked for, but the system of the client',
    );
    for (const { transport, quality } of transports) {
      expect(effective!.serverSockets![transport]).toMatchObject({ receiveBuffer });
      const sides = quality.warnings.filter(({ code }) => code === 'option-differs');
      expect(sides.map(({ details }) => details!['side'])).toEqual(['client', 'server']);
    }
  });
});

it.skipIf(noFfi !== undefined)('other options of a socket are read back as they were asked for', async () => {
  const line = 'tcp --count 5 --dscp 46 --congestion reno --send-buffer 64Ki --nagle';
  const { effective, transports } = await measuredHere(line);
  const sockets = { dscp: 46, congestionControl: 'reno', sendBuffer: 65_536, nagle: true };
  expect(effective).toMatchObject({ ...sockets, serverSockets: { tcp: sockets } });
  expect(transports[0]!.quality.warnings.map(({ code }) => code)).not.toContain('option-differs');
});

it.skipIf(noFfi !== undefined)(
  'a congestion control that is not there is refused before anything starts',
  async () => {
    const { status, err } = await commandHere(...words('tcp --congestion nosuch --count 5 --json'));
    expect(
      { status, said: err.includes('This machine does not offer the congestion control nosuch.') },
      err,
    ).toEqual({
      status: 2,
      said: true,
    });
    expect(err).not.toContain('Connecting');
  },
);
