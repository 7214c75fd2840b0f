/** Every output of every command: refused before anything starts, or written; what is lost takes nothing else with it. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, existsSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import {
  alive,
  allGone,
  commandLine,
  descendants,
  MAIN,
  type Scratch,
  scratch,
  sockbench,
  start,
} from './command.ts';
import { commandHere } from './in-process.ts';
import { noLab } from './lab-tools.ts';

let files: Scratch;
const folder = (): Scratch => {
  files = scratch();
  return files;
};
afterEach(() => files.remove());

/** The command leaves a mark where it ran. */
const marked = (mark: string): string[] => ['--', 'sh', '-c', `echo ran > ${mark}`];

/** A run of a moment. */
const RUN = 'udp --count 3 --rate 1000 --ui none'.split(' ');

describe.skipIf(noLab !== undefined)('lab', () => {
  it.each([
    ['--pcap', '/no/such/dir/t.pcapng', 1, 'its folder does not exist'],
    ['--fates', '/no/such/dir/t', 1, 'its folder does not exist'],
    ['--pcap', '/dev/full', 1, 'no space is left'],
    ['--fates', '/dev/full', 1, 'no space is left'],
    ['--pcap', '/', 1, 'it is a folder'],
    ['--pcap', '-', 2, 'standard output and error are the command’s'],
    ['--pcap', '/dev/fd/999', 1, 'nobody opened number 999'],
    ['--pcap', 'PIPE', 1, 'no program reads from this pipe'],
    ['--fates', 'TAKEN', 2, 'already exists'],
  ])('%s %s: the command is not run', async (option, name, status, said) => {
    const { path, names } = folder();
    execFileSync('mkfifo', [path('PIPE')]);
    writeFileSync(path('TAKEN'), 'old');
    const file = /^[A-Z]+$/.test(name) ? path(name) : name;
    const ended = await commandHere('lab', option, file, '--lang', 'en', ...marked(path('mark')));
    expect({ status: ended.status, err: ended.err }).toEqual({ status, err: expect.stringContaining(said) });
    expect(ended.err.trim().split('\n')).toHaveLength(1);
    expect(names().sort()).toEqual(['PIPE', 'TAKEN']);
    expect(readFileSync(path('TAKEN'), 'utf8')).toBe('old');
  });

  it.skipIf(spawnSync('unshare', ['-rm', 'true']).status !== 0)(
    'a disk that fills up: the command goes on, and its own failure is told before this one',
    async () => {
      const { path } = folder();
      execFileSync('mkdir', [path('small')]);
      const pings = 'ping -q -c 200 -i 0.002 -s 1400 $SERVER >/dev/null; echo result';
      const lab = (code: number) =>
        `"$0" "$1" lab --pcap "$2/x$3" --fates "$2/y$3" -- sh -c '${pings}; exit ${code}'; echo "status $?"`;
      const script = `mount -t tmpfs -o size=100k none "$2"; ${lab(0)}; rm "$2"/*; ${lab(7)}`;
      const { out, err } = await start('unshare', [
        '-rm',
        'sh',
        '-c',
        script,
        process.execPath,
        MAIN,
        path('small'),
      ]).ended;
      expect(out).toBe('result\nstatus 1\nresult\nstatus 7\n');
      expect(err.match(/no space is left/g)!.length).toBeGreaterThanOrEqual(2);
    },
  );

  it('a capture is its owner’s alone, and an open file or a pipe is filled', async () => {
    const { path } = folder();
    execFileSync('mkfifo', [path('pipe')]);
    const given = openSync(path('given'), 'w');
    const reader = openSync(path('pipe'), constants.O_RDONLY | constants.O_NONBLOCK);
    for (const file of [path('file'), path('pipe'), '/dev/fd/3']) {
      const child = spawn(
        process.execPath,
        [MAIN, 'lab', '--pcap', file, '--', 'sh', '-c', 'ping -c 1 $SERVER'],
        { stdio: ['ignore', 'ignore', 'ignore', given] },
      );
      expect((await once(child, 'exit'))[0]).toBe(0);
    }
    expect(statSync(path('file')).mode & 0o777).toBe(0o600);
    const all = [readFileSync(path('file')), readFileSync(path('given')), readFileSync(reader)];
    for (const bytes of all) {
      expect(bytes.readUInt32LE(0)).toBe(0x0a0d0d0a);
      // A ping and its answer.
      expect(bytes.length).toBeGreaterThan(300);
    }
    closeSync(given);
    closeSync(reader);
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'a reader that never reads: %s ends everything',
    async (signal) => {
      const { path } = folder();
      execFileSync('mkfifo', [path('pipe')]);
      const reader = openSync(path('pipe'), constants.O_RDONLY | constants.O_NONBLOCK);
      // More than a pipe takes is waiting when the command has ended.
      const pings = 'ping -q -c 150 -i 0.002 -s 1400 $SERVER >/dev/null; echo over';
      const lab = sockbench(['lab', '--pcap', path('pipe'), '--', 'sh', '-c', pings]);
      await lab.until(/over/);
      const all = descendants(lab.pid);
      expect(all.length).toBeGreaterThan(1);
      await expect
        .poll(() => all.some((pid) => alive(pid) && commandLine(pid).startsWith('sh -c ping')))
        .toBe(false);
      lab.child.kill(signal);
      const { status } = await lab.ended;
      if (signal !== 'SIGKILL') expect(status).toBe(1);
      await allGone(all);
      closeSync(reader);
    },
  );

  it('what the command line names by number reaches the command, and a run inside', async () => {
    const { path } = folder();
    const given = openSync(path('given'), 'w');
    const script = `"$0" "$@" --output /dev/fd/9 9>&3`;
    const child = spawn('sh', ['-c', script, process.execPath, MAIN, ...RUN, '--delay', '1ms'], {
      stdio: ['ignore', 'ignore', 'ignore', given],
    });
    expect((await once(child, 'exit'))[0]).toBe(0);
    expect(JSON.parse(readFileSync(path('given'), 'utf8'))).toMatchObject({ schema: 'sockbench.result/1' });
    closeSync(given);
  });
});

describe('a run', () => {
  it('gives a file on standard output, and nothing else with it', async () => {
    folder();
    const { status, out, err } = await sockbench([...RUN, '--ui', 'text', '--output', '-', '--lang', 'en'])
      .ended;
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ schema: 'sockbench.result/1' });
    expect(err).toContain('p50');
  });

  it.each([
    [['--json', '--output', '-'], 2, '--output'],
    [['--markdown', '-', '--html', '/dev/stdout'], 2, 'needs a file of its own'],
    [['--markdown', 'NEW', '--html', 'NEW'], 2, 'needs a file of its own'],
    [['--output', '/dev/full'], 1, 'no space is left'],
    [['--output', '/dev/fd/999'], 1, 'nobody opened number 999'],
    [['--junit', '/no/such/dir/x'], 1, 'its folder does not exist'],
    [['--prometheus', ''], 1, 'without a name'],
  ])('%s is refused before it starts', async (options, status, said) => {
    const { path, names } = folder();
    const words = options.map((word) => (word === 'NEW' ? path(word) : word));
    const ended = await commandHere(...RUN, '--ui', 'text', '--lang', 'en', ...words);
    expect(ended).toMatchObject({ status, out: '', err: expect.stringContaining(said) });
    expect(ended.err.trim().split('\n')).toHaveLength(1);
    expect(names()).toEqual([]);
  });

  it('fills what `mktemp` made, and leaves a saving that waits for a reader to a signal', async () => {
    const { path } = folder();
    writeFileSync(path('made'), '', { mode: 0o600 });
    expect((await commandHere(...RUN, '--output', path('made'))).status).toBe(0);
    expect(JSON.parse(readFileSync(path('made'), 'utf8'))).toMatchObject({ schema: 'sockbench.result/1' });
    execFileSync('mkfifo', [path('pipe')]);
    const reader = openSync(path('pipe'), constants.O_RDONLY | constants.O_NONBLOCK);
    // A page is larger than a pipe.
    const run = sockbench([...RUN, '--html', path('pipe'), '--lang', 'en']);
    await run.until(/p50/);
    await expect.poll(() => existsSync(`/proc/${run.pid}`)).toBe(true);
    run.child.kill('SIGINT');
    const { status, err } = await run.ended;
    expect(status).toBe(1);
    expect(err).toContain('did not take the rest');
    closeSync(reader);
  });
});
