/** Over the lab, goodput is what the link carried, and no interval shows more than it can carry. */
import { afterAll, describe, expect, it } from 'vitest';
import type { RunResult, TransportResult } from '../../src/result/document/schema.ts';
import type { FateRecord } from '../../src/result/impairment.ts';
import { completedHere } from './in-process.ts';
import { MAIN, noLab, readFates, scratch, sockbench } from './lab-tools.ts';

interface Segment {
  readonly at: number;
  readonly flow: string;
  readonly seq: number;
  readonly length: number;
}
type Truth = (segments: readonly Segment[], warmup: number, duration: number) => number;
const script = new URL('../../bench/goodput/carried.mjs', import.meta.url).href;
const { carriedIn } = (await import(script)) as { readonly carriedIn: Truth };

type Way = 'up' | 'down';
const WARMUP = 0.3e9;
const DURATION = 1.2e9;
const MEASURE = '--warmup 300ms --duration 1200ms --interval 300ms';

function segmentsOf(packets: readonly FateRecord[], way: Way): Segment[] {
  const carried = packets.flatMap(({ direction, deliveredAt, source, tcp }) =>
    direction !== way || deliveredAt === undefined || tcp === undefined || tcp.length === 0
      ? []
      : [{ at: deliveredAt, flow: source, seq: tcp.seq, length: tcp.length }],
  );
  return carried.sort((a, b) => a.at - b.at);
}

/** One stream in a lab that writes down the fate of every packet. */
async function streamed(lab: string, words: string) {
  const fates = file.path('fates.jsonl');
  const { status, stdout, stderr } = await sockbench(
    `lab --force ${lab} --fates ${fates} -- ${process.execPath} ${MAIN} tcp ${words} --json --ui none`.split(
      ' ',
    ),
  );
  expect(status, stderr).toBe(0);
  const { transports } = JSON.parse(stdout) as RunResult;
  return { tcp: transports[0]!, packets: readFates(fates) };
}

/** No interval shows more than the link can carry. */
function isCarried({ intervals }: TransportResult, bandwidth: number): void {
  const bits = intervals.flatMap(({ bytesUp, bytesDown, startSeconds, endSeconds }) =>
    [bytesUp, bytesDown].map((bytes) => ((bytes ?? 0) * 8) / (endSeconds - startSeconds)),
  );
  expect(bits.length).toBeGreaterThanOrEqual(8);
  for (const one of bits) expect(one).toBeLessThan(1.1 * bandwidth);
}

function isTrue({ goodput, loss }: TransportResult, packets: readonly FateRecord[], way: Way): void {
  const carried = carriedIn(segmentsOf(packets, way), WARMUP, DURATION);
  expect(Math.abs(goodput[way]! / carried - 1), `${goodput[way]} told, ${carried} carried`).toBeLessThan(
    0.02,
  );
  expect(loss[way]).toMatchObject({ lost: 0 });
}

const file = scratch();
afterAll(() => file.remove());

// A machine that stands still for a tenth of a second is a twentieth of this run: two honest tries.
describe.skipIf(noLab !== undefined)('one stream over a narrow link', { retry: 1 }, () => {
  it.each([
    ['up', 'linux', '--loss 0'],
    ['up', 'portable', '--loss 1%'],
    ['down', 'linux', '--loss 1%'],
    ['down', 'portable', '--loss 0'],
  ] as const)('%s with engine %s, %s: tells what crossed', async (way, engine, loss) => {
    const { tcp, packets } = await streamed(
      `--bandwidth 4M --seed 2 ${loss}`,
      `--mode ${way} --engine ${engine} ${MEASURE}`,
    );
    isTrue(tcp, packets, way);
    isCarried(tcp, 4e6);
  });

  it('tells what crossed each way where both are full', async () => {
    const { tcp, packets } = await streamed('--bandwidth 4M', `--mode both ${MEASURE}`);
    for (const way of ['up', 'down'] as const) isTrue(tcp, packets, way);
    isCarried(tcp, 4e6);
  });

  it('draws of two transports no more than the link can carry', async () => {
    const { transports } = await completedHere(`compare --mode down --rate max --bandwidth 10M ${MEASURE}`);
    const [tcp, udp] = transports;
    isCarried(tcp!, 10e6);
    expect(tcp!.loss.down).toMatchObject({ lost: 0 });
    // What was sent and did not cross is the link's loss, and no goodput.
    expect(udp!.goodput.down).toBeLessThan(11e6);
    expect(udp!.loss.down!.lost).toBeGreaterThan(0);
  });
});
