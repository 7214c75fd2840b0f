/** `sockbench lab -- COMMAND`: other people's programs over the link, and nothing left behind. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { MAIN, missing, noLab, readFates, scratch, sockbench } from './lab-tools.ts';
import { ROOT } from './tmux.ts';

const files = scratch();
afterEach(() => files.remove());

const labDirectories = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('sockbench-lab-'));

describe.skipIf(noLab !== undefined)('sockbench lab', () => {
  it.skipIf(missing('ping'))('delays a ping by what was asked, each way', async () => {
    const { status, stdout, stderr } = await sockbench('lab --delay 50ms -- ping -c 3 SERVER'.split(' '));
    expect(status, stderr).toBe(0);
    const times = [...stdout.matchAll(/time=([\d.]+) ms/g)].map(([, time]) => Number(time));
    expect(times.length).toBe(3);
    // ping prints three digits, so 99.99 is shown as 100.
    expect(Math.min(...times)).toBeGreaterThanOrEqual(100);
  });

  it('passes the exit status, the signal and standard output through', async () => {
    expect(await sockbench(['lab', '--', 'sh', '-c', 'echo $SERVER SERVER; exit 7'])).toMatchObject({
      status: 7,
      stdout: '10.77.0.1 10.77.0.1\n',
    });
    expect((await sockbench(['lab', '--', 'sh', '-c', 'kill -9 $$'])).status).toBe(137);
    expect((await sockbench(['lab', '--', '/nowhere/at/all'])).stderr).toContain('/nowhere/at/all');
  });

  it('writes every fate, and a capture', async () => {
    const { path } = scratch();
    const [fates, pcap] = [path('fates.jsonl'), path('link.pcapng')];
    const words = [
      'lab',
      '--drop',
      '2',
      '--fates',
      fates,
      '--pcap',
      pcap,
      '--',
      'ping',
      '-c',
      '3',
      '-i',
      '0.2',
      '-W',
      '1',
      'SERVER',
    ];
    await sockbench(words);
    const records = readFates(fates).filter(
      ({ protocol, direction }) => protocol === 'icmp' && direction === 'up',
    );
    expect(records.map(({ fate }) => fate)).toEqual(['delivered', 'lost', 'delivered']);
    // Read, due, written: each packet that was handed over has all three, in this order.
    for (const { time, deliveredAt = Number.NaN, writtenAt, fate } of records) {
      expect(writtenAt === undefined).toBe(fate === 'lost');
      if (writtenAt === undefined) continue;
      expect(deliveredAt).toBeGreaterThanOrEqual(time);
      expect(writtenAt).toBeGreaterThanOrEqual(deliveredAt);
    }
    expect(readFileSync(pcap).readUInt32LE(0)).toBe(0x0a0d0d0a);
    if (missing('tshark')) return;
    const read = spawnSync('tshark', ['-r', pcap, '-T', 'fields', '-e', 'frame.comment'], {
      encoding: 'utf8',
    });
    expect(read.stdout).toContain('up: #');
    expect(read.stdout).toContain('lost');
  });

  it.skipIf(missing('iperf3'))(
    'carries iperf3, whose own retransmissions are those of the link',
    async () => {
      const { path } = scratch();
      const [fates, pcap] = [path('fates.jsonl'), path('link.pcapng')];
      const files = ['--fates', fates, '--pcap', pcap];
      const words = ['lab', '--loss', '1%', '--seed', '4', ...files, '--server', 'iperf3 -s -1', '--'];
      const ended = await sockbench([...words, 'iperf3', '-c', 'SERVER', '-n', '2M', '--json']);
      const { end } = JSON.parse(ended.stdout) as {
        end: { sum_sent: { retransmits: number; bytes: number } };
      };
      expect(end.sum_sent.bytes).toBeGreaterThanOrEqual(2_000_000);
      const repeats = readFates(fates).filter(
        ({ tcp, direction }) => direction === 'up' && tcp?.retransmissionOf !== undefined,
      );
      expect(end.sum_sent.retransmits).toBeGreaterThan(0);
      expect(repeats.length).toBeGreaterThanOrEqual(end.sum_sent.retransmits);
      const records = new Map(readFates(fates).map((record) => [record.index, record]));
      for (const { tcp, time, source } of repeats) {
        const original = records.get(tcp!.retransmissionOf!)!;
        expect(original).toMatchObject({ direction: 'up', source, tcp: { seq: tcp!.seq } });
        expect(original.time).toBeLessThan(time);
      }
      if (missing('tshark')) return;
      // What Wireshark takes for sent again, the comments link to what it repeats.
      const fields = ['-Y', 'tcp.analysis.retransmission', '-T', 'fields', '-e', 'frame.comment'];
      const seen = spawnSync('tshark', ['-r', pcap, ...fields], { encoding: 'utf8' }).stdout.trim();
      expect(seen).not.toBe('');
      for (const comment of seen.split('\n')) expect(comment).toMatch(/retransmission of #\d+/);
    },
  );

  it.each(['SIGKILL', 'SIGTERM'] as const)('leaves nothing behind after %s', async (signal) => {
    const before = labDirectories();
    const child = spawn(process.execPath, [MAIN, 'lab', '--', 'sh', '-c', 'echo $$; exec sleep 271828'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(child.stdout, 'data');
    const mine = labDirectories().filter((name) => !before.includes(name));
    expect(mine.length).toBeGreaterThan(0);
    child.kill(signal);
    await once(child, 'exit');
    const gone = () =>
      spawnSync('pgrep', ['-f', '^sleep 271828']).status !== 0 &&
      !mine.some((name) => existsSync(`${tmpdir()}/${name}`));
    await expect.poll(gone, { timeout: 20_000 }).toBe(true);
  });

  const WITHOUT = [
    [
      'user and network namespaces',
      'echo 0 >/proc/sys/user/max_user_namespaces; echo 0 >/proc/sys/user/max_net_namespaces',
    ],
    ['/dev/net/tun', 'mount -t tmpfs none /dev/net'],
    ['the program ip', 'PATH=$1:/nowhere'],
  ] as const;

  /** @param without a script after which something is missing @param lines with `$NODE` and `$MAIN` */
  function isolated(without: string, ...lines: string[]) {
    const bin = scratch();
    for (const tool of ['unshare', 'true'])
      symlinkSync(spawnSync('which', [tool], { encoding: 'utf8' }).stdout.trim(), bin.path(tool));
    const words = ['--user', '--map-root-user', '--mount', 'sh', '-c', [without, ...lines].join('; ')];
    const env = { ...process.env, NODE: process.execPath, MAIN };
    const ended = spawnSync('unshare', [...words, 'sh', bin.path('.')], { encoding: 'utf8', env });
    bin.remove();
    return ended;
  }

  it.each(WITHOUT)(
    'says what is missing and what to do without %s, and so does its finding',
    (what, without) => {
      const finding = `import { labFinding } from '${ROOT}dist/run/doctor/trials.js'; console.log((await labFinding()).status)`;
      const { stdout, stderr } = isolated(
        without,
        '"$NODE" "$MAIN" udp --loss 5% --count 1 --ui none',
        `"$NODE" --input-type=module -e "${finding}"`,
      );
      const remedy = /sudo sysctl user\.max_user_namespaces|sudo modprobe tun|sudo apt install iproute2/;
      expect(stderr).toContain(what);
      expect(stderr).toMatch(remedy);
      expect(stdout).toBe('missing\n');
    },
  );

  it('is missing for doctor too', () => {
    const { stdout } = isolated(WITHOUT[1][1], '"$NODE" "$MAIN" doctor --json --time 100ms');
    const { findings } = JSON.parse(stdout) as { findings: { id: string; status: string }[] };
    expect(findings.find(({ id }) => id === 'lab')!.status).toBe('missing');
  });

  const ordinary = ordinaryUser();
  it.skipIf(ordinary === undefined)('needs no root where /dev/net/tun is open', async () => {
    const words = ['lab', '--delay', '1ms', '--', 'sh', '-c', 'cat /proc/self/uid_map; ping -c 1 $SERVER'];
    const ended = spawnSync(
      'unshare',
      ['-m', 'sh', '-c', ordinary!, 'sh', process.execPath, MAIN, ...words],
      {
        encoding: 'utf8',
        cwd: '/',
      },
    );
    expect(ended.status, ended.stderr).toBe(0);
    expect(ended.stdout).toMatch(/^\s*0\s+65534\s+1$/m);
    expect(ended.stdout).toContain('1 received');
  });
});

/** A script that runs its words as `nobody`, with a /dev/net/tun open to users, in a mount namespace of its own. */
function ordinaryUser(): string | undefined {
  if (process.getuid?.() !== 0 || missing('setpriv')) {
    console.warn(
      'the run as another user is skipped: only root can become one (the other tests ran as an ordinary user)',
    );
    return undefined;
  }
  const as = ['--reuid=65534', '--regid=65534', '--clear-groups', 'test', '-r', MAIN];
  if (spawnSync('setpriv', as).status !== 0) {
    console.warn(`the run as another user is skipped: it may not read ${MAIN}`);
    return undefined;
  }
  const { path } = scratch();
  const node = path('tun');
  if (spawnSync('mknod', [node, 'c', '10', '200']).status !== 0) {
    console.warn('the run as another user is skipped: no device node can be made here');
    return undefined;
  }
  chmodSync(node, 0o666);
  return `mount --bind ${node} /dev/net/tun && exec env HOME=/ TMPDIR=/tmp setpriv --reuid 65534 --regid 65534 --clear-groups "$@"`;
}
