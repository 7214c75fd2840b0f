/** `serve --lan --loss …` as a class has it: guests on networks of their own, and each measures what was done to it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { RunResult } from '../../src/result/document/schema.ts';
import { MAIN, missing, noLab, scratch } from './lab-tools.ts';

const SCRIPT = fileURLToPath(new URL('./lab-class.sh', import.meta.url));
const ISOLATED = '--user --map-root-user --net --pid --fork --kill-child --mount-proc'.split(' ');
const files = scratch();
afterEach(() => files.remove());

/** Why two networks cannot be made here; undefined where they can. */
const noNetworks: string | undefined = (() => {
  if (noLab !== undefined) return noLab;
  if (missing('nsenter')) return 'nsenter is not installed';
  const link = 'ip link add one type veth peer name two';
  const { status, stderr } = spawnSync('unshare', [...ISOLATED, 'sh', '-c', link], { encoding: 'utf8' });
  return status === 0 ? undefined : stderr.trim();
})();
if (noNetworks !== undefined)
  console.warn(`skipped, because there are no networks for guests: ${noNetworks}`);

describe.skipIf(noNetworks !== undefined)('a class behind an emulated link', () => {
  it('measures what was done to each guest, bears one that vanishes, and leaves nothing behind', () => {
    const folder = files.path('.');
    const ended = spawnSync('unshare', [...ISOLATED, 'bash', SCRIPT, process.execPath, MAIN, folder], {
      encoding: 'utf8',
      timeout: 50_000,
    });
    expect(ended.status, ended.stderr).toBe(0);
    const text = (name: string) => readFileSync(files.path(name), 'utf8');
    const result = (name: string) => {
      const { ending, transports } = JSON.parse(text(`${name}.json`)) as RunResult;
      expect(ending.status, name).toBe('completed');
      return transports[0]!;
    };
    for (const name of ['udp4', 'udp6']) {
      const { loss, link, quality } = result(name);
      expect(link!.up.udp.packets).toBe(150);
      expect(link!.up.udp.dropped + link!.down.udp.dropped).toBeGreaterThan(0);
      for (const way of ['up', 'down'] as const) {
        const { packets, delivered, dropped } = link![way].udp;
        expect(loss[way], `${name} ${way}`).toMatchObject({
          sent: packets,
          received: delivered,
          lost: dropped,
        });
      }
      expect(quality.warnings.map(({ message }) => message).join()).toContain('loss 8%, delay 5ms');
    }
    for (const name of ['tcp4', 'tcp6']) {
      const { probes, link, tcp, latency } = result(name);
      expect(probes, name).toMatchObject({ sent: 150, received: 150, lost: 0 });
      expect(link!.up.tcp.dropped + link!.down.tcp.dropped).toBeGreaterThan(0);
      expect(tcp!.retransmits).toBe(link!.up.tcp.retransmitted! + link!.down.tcp.retransmitted!);
      expect(latency.response!.min).toBeGreaterThanOrEqual(10e6);
    }
    // Nobody chose a seed: guests have losses of their own.
    const lost = ['udp4', 'udp6'].map((name) => result(name).delivery!.fates);
    expect(lost[0]).not.toBe(lost[1]);
    const said = text('server.err');
    expect(said).toMatch(/10\.9\.2\.2: ended UDP echo.*the client is gone/);
    expect(said.match(/\(done\)/g)).toHaveLength(4);
    expect(text('server.out')).toMatch(/ compare "\[fd09:2::1\][\s\S]*status 0\n$/);
    expect(text('left')).toBe('');
  });
});
