/** The bottleneck of the lab under the kernel's own TCP: queues, management, marks, congestion control, slow paths. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunResult } from '../../src/result/document/schema.ts';
import { completedHere, measuredHere } from './in-process.ts';
import { noLab, readFates, scratch, sockbench } from './lab-tools.ts';

const files = scratch();
afterAll(() => files.remove());

describe.skipIf(noLab !== undefined)('a bottleneck', () => {
  it('fills a drop-tail queue to its bytes and no further, and knows each drop', async () => {
    const words = 'udp --mode up --bitrate 8M --size 972 --duration 1s --warmup 0';
    const [udp] = (await measuredHere(`${words} --bandwidth 4M --queue 30kB`)).transports;
    const { queue, udp: counts } = udp!.link!.up;
    // Packets of 1,000 bytes: 30 wait beside the one that is being sent.
    expect(queue!.bytes.max).toBe(30_000);
    expect(queue!.bytes.p50).toBeGreaterThan(28_000);
    expect(queue!.sojourn.max).toBeLessThanOrEqual(62.1e6);
    expect(queue!.sojourn.p95).toBeGreaterThan(58e6);
    expect(counts.queueDropped).toBe(queue!.full);
    expect(queue!.full).toBeGreaterThan(100);
    expect([queue!.aqm, queue!.marked]).toEqual([0, 0]);
    expect(counts.packets).toBe(counts.delivered + counts.dropped + counts.corrupted + counts.waiting!);
    expect(udp!.loss.up).toMatchObject({
      sent: counts.packets,
      received: counts.delivered,
      lost: counts.dropped,
    });
  });

  it('marks instead of dropping: the ends’ TCP asked for it, and CoDel keeps the queue short', async () => {
    const words =
      'tcp --mode up --rate max --clients 4 --warmup 0 --duration 1500ms --bandwidth 4M --delay 2ms';
    const [result] = (await completedHere(`${words} --queue 300kB --aqm codel --ecn`)).transports;
    const { link, tcp } = result!;
    const { queue, tcp: counts } = link!.up;
    expect(counts.marked).toBeGreaterThan(0);
    expect([queue!.marked, queue!.aqm]).toEqual([counts.marked, counts.aqmDropped]);
    // What cannot be marked (SYN, resent segments) is rare.
    expect(counts.dropped).toBeLessThan(counts.marked! / 4 + 3);
    // Without it the queue takes 600 ms.
    expect(queue!.sojourn.p50).toBeLessThan(200e6);
    // By the route, whatever the machine has.
    for (const way of ['up', 'down'] as const) expect(tcp![way]!.congestionControl).toBe('cubic');
  });

  it('lets probes pass a full queue under FQ-CoDel, each with its time in the log', async () => {
    const log = files.path('fates.jsonl');
    const link = '--bandwidth 10M --queue 150kB --delay 1ms --aqm fq-codel'.split(' ');
    const both =
      'sockbench tcp --mode up --rate max --clients 3 --warmup 0 --duration 2s --ui none >/dev/null & sockbench udp --count 100 --rate 100 --json --ui none; wait';
    const command = both.replaceAll('sockbench ', `${process.execPath} ${process.cwd()}/dist/cli/main.js `);
    const { stdout, stderr } = await sockbench(['lab', ...link, '--fates', log, '--', 'sh', '-c', command]);
    expect(stdout, stderr).toContain('{');
    const [udp] = (JSON.parse(stdout) as RunResult).transports;
    const probes = readFates(log).filter(
      ({ direction, protocol, probe }) => direction === 'up' && protocol === 'udp' && probe !== undefined,
    );
    expect(probes.length).toBe(100);
    const waits = probes.map(({ sojourn }) => sojourn!).sort((one, other) => one - other);
    // Each of three flows may send its quantum first; without it they wait for up to 120 ms.
    expect(waits[90]).toBeLessThan(15e6);
    const { bytes } = udp!.link!.up.queue!;
    expect(bytes.max).toBeGreaterThan(20_000);
  });

  it('takes the congestion control that was asked for, for every program, and refuses one that is not there', async () => {
    const offered = readFileSync('/proc/sys/net/ipv4/tcp_available_congestion_control', 'latin1');
    const other = offered
      .trim()
      .split(' ')
      .find((name) => name !== 'cubic');
    if (other !== undefined) {
      const words = ['lab', '--congestion', other, '--', 'ip', 'route'];
      expect((await sockbench(words)).stdout).toContain(`congctl ${other}`);
    } else console.warn('no other congestion control than cubic is offered here: not tried');
    const refused = await sockbench(['lab', '--congestion', 'nosuch', '--', 'true']);
    expect([refused.status, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toContain('cubic');
  });
});

describe.skipIf(noLab !== undefined)('a path that is slower than the loss threshold', () => {
  it('delivers late, loses nothing, and the run says which option decides', async () => {
    const words = 'udp --count 20 --rate 200 --delay 150ms --loss-threshold 200ms --json --ui none';
    const { status, stdout } = await sockbench(words.split(' '));
    expect(status).toBe(1);
    const [udp] = (JSON.parse(stdout) as RunResult).transports;
    expect(udp!.probes).toMatchObject({ sent: 20, received: 0, late: 20, lost: 0 });
    for (const way of ['up', 'down'] as const) expect(udp!.loss[way]!.lost).toBe(udp!.link![way].udp.dropped);
    const said = udp!.quality.warnings.find(({ code }) => code === 'all-late');
    expect(said!.remedy).toContain('--loss-threshold');
  });
});
