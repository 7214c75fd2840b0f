/** `sockbench judge` with programs of others: a right pair, a wrong one, and commands that misbehave. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { judgementText } from '../../src/present/judge/text.ts';
import type { Judgement } from '../../src/result/document/judgement.ts';
import { wordsFor } from '../../src/words/index.ts';
import { captured } from '../captures.ts';
import { violations } from '../result/json-schema.ts';
import { type Ended, ROOT, scratch, start } from './command.ts';
import { judgeOnce, PYTHON, RIGHT, wrong } from './judge-pairs.ts';
import { MAIN, missing, noLab } from './lab-tools.ts';

const PAIR = ['--sender', RIGHT.sender.join(' '), '--receiver', RIGHT.receiver.join(' ')];
const SCHEMA = JSON.parse(readFileSync(`${ROOT}dist/result/sockbench.judgement.1.json`, 'utf8')) as Record<
  string,
  unknown
>;
const files = scratch();
afterAll(() => files.remove());

const judge = (...words: string[]): Promise<Ended> => judgeIn(PYTHON, ...words);
const judgeIn = (cwd: string, ...words: string[]): Promise<Ended> =>
  start(process.execPath, [MAIN, 'judge', ...words], { cwd }).ended;

describe.skipIf(noLab !== undefined || missing('python3'))('sockbench judge', () => {
  it('passes a right pair, and says so everywhere', async () => {
    const [html, junit] = [files.path('verdict.html'), files.path('verdict.xml')];
    const cases = ['clean', 'one-byte', 'corruption', 'last-packet-lost'].flatMap((name) => ['--case', name]);
    const { status, out, err } = await judge(
      ...PAIR,
      ...cases,
      '--html',
      html,
      '--junit',
      junit,
      '--lang',
      'pt-BR',
    );
    expect({ status, err }).toMatchObject({ status: 0 });
    expect(out).toMatch(/✔ 4 de 4 casos passaram\.\n$/);
    expect(out).toMatch(/^clean +passou +[\d,]+ +0,21 +22 +0 +0$/m);
    expect(readFileSync(junit, 'utf8')).toContain('tests="4" failures="0"');
    expect(readFileSync(html, 'utf8')).toContain('4 de 4 casos passaram.');
  });

  it('fails a wrong one twice, with a document that is valid', async () => {
    const { sender, receiver } = wrong('pads_the_last');
    const pair = ['--sender', sender.join(' '), '--receiver', receiver.join(' ')];
    const { status, out } = await judge(...pair, '--case', 'clean', '--json', '--seed', '7');
    expect(status).toBe(3);
    const judgement = JSON.parse(out) as Judgement;
    expect(violations(SCHEMA, judgement)).toEqual([]);
    expect(judgement).toMatchObject({ passed: 0, failed: 1, ending: { status: 'completed' } });
    expect(judgement.cases[0]).toMatchObject({
      name: 'clean',
      seed: 7,
      reasons: ['long'],
      again: { verdict: 'fail', reasons: ['long'] },
    });
    expect(judgement.diagram?.packets.length).toBeGreaterThan(10);
  });

  it('says of the skeleton what the course material shows', async () => {
    const { out } = await judgeIn(
      `${ROOT}docs/lessons/python`,
      ...PAIR,
      ...['clean', 'loss-up'].flatMap((name) => ['--case', name]),
      '--json',
    );
    const judgement = JSON.parse(out) as Judgement;
    expect(judgement.cases.map(({ verdict, reasons }) => [verdict, ...reasons])).toEqual([
      ['pass'],
      ['fail', 'short'],
    ]);
    for (const [language, name] of [
      ['en', 'en'],
      ['pt-BR', 'pt'],
    ] as const) {
      const text = judgementText(judgement, wordsFor(language), { color: false, width: 80 });
      for (const { shown, seen } of captured(`judge-skeleton-${name}`, text)) expect(shown).toBe(seen);
    }
  });
});

describe.skipIf(noLab !== undefined || missing('python3')).concurrent('a command that misbehaves', () => {
  const python = (...lines: string[]) => ({ ...RIGHT, sender: ['python3', '-c', lines.join('\n'), 'FILE'] });

  it.each([
    ['is not there', { ...RIGHT, sender: ['./no-such-program'] }, 'not-started'],
    ['may not be executed', { ...RIGHT, receiver: ['./receiver.py'] }, 'not-started'],
    ['crashes at once', { ...RIGHT, receiver: ['python3', '-c', 'raise SystemExit(7)'] }, 'crashed'],
    ['takes memory without end', python('x = []', 'while True: x.append(b"x" * 10**7)'), 'memory'],
    [
      'keeps its memory in files without a name',
      python(
        'import os, time',
        'for n in range(90): os.write(os.memfd_create("x"), bytes(1 << 23)); time.sleep(0.01)',
        'time.sleep(99)',
      ),
      'memory',
    ],
    ['forks without end', python('import os', 'while True: os.fork()'), 'processes'],
    ['prints without end', python('while True: print("x" * 1000)'), 'output'],
    [
      'fills the disk',
      python('import sys', 'f = open(sys.argv[1] + "2", "wb")', 'while True: f.write(bytes(1 << 20))'),
      'disk',
    ],
    [
      'ignores what it can ignore',
      python('import signal, time', '[signal.signal(n, signal.SIG_IGN) for n in (2, 15)]', 'time.sleep(99)'),
      'timeout',
    ],
  ] as const)('%s: that is the reason, and everything is taken down', async (_, commands, reason) => {
    // On a busy machine it takes a while to take all of its memory.
    const quiet = reason === 'timeout' || reason === 'disk' ? 2500 : 15_000;
    const { verdict, reasons } = await judgeOnce(commands, 'clean', 1, quiet);
    expect([verdict, reasons[0]]).toEqual(['fail', reason]);
  });

  it('reaches neither the files nor the secrets of who calls it', async () => {
    const { ends } = await judgeOnce(
      python(
        'import os',
        'def tried(what):',
        '    try: return str(what())',
        '    except OSError as error: return error.strerror',
        'print("own", tried(lambda: open("written", "w").write("x")))',
        'print("etc", tried(lambda: open("/etc/sockbench", "w")))',
        'print("temporary", tried(lambda: sorted(os.listdir("/tmp"))))',
        'print("processes", tried(lambda: len([n for n in os.listdir("/proc") if n.isdigit()])))',
        'print("mount", os.system("mount -o remount,rw / 2>/dev/null") != 0)',
        'print("key", [n for n in os.environ if "KEY" in n or "LAB" in n])',
        'print("devices", sorted(os.listdir("/dev")))',
        'print("null", tried(lambda: open("/dev/null", "w").write("x")))',
        'print("settings", tried(lambda: open("/proc/sys/kernel/core_pattern", "r+")))',
        'raise SystemExit(1)',
      ),
      'clean',
    );
    // A checkout in there is where the judge was started, which is seen.
    const own = PYTHON.startsWith('/tmp/') ? [PYTHON.split('/')[2]!] : [];
    const temporary = ['sockbench', ...own].sort();
    expect(ends.sender.output.split('\n').slice(0, 9)).toEqual([
      'own 1',
      'etc Read-only file system',
      `temporary [${temporary.map((name) => `'${name}'`).join(', ')}]`,
      'processes 2',
      'mount True',
      'key []',
      // No disk, terminal or memory of the machine: a read-only view protects no device.
      "devices ['fd', 'full', 'null', 'pts', 'random', 'shm', 'stderr', 'stdin', 'stdout', 'tty', 'urandom', 'zero']",
      'null 1',
      // Root's, whatever rights root has given up.
      'settings Read-only file system',
    ]);
    expect(() => readFileSync(`${PYTHON}/written`)).toThrow(/ENOENT/);
  });
});

describe('sockbench judge, misused', () => {
  const misuse = async (...words: string[]): Promise<string> => {
    const { status, err } = await judge(...words);
    expect(status).toBe(2);
    return err;
  };

  it('says what is missing or wrong', async () => {
    const said = await Promise.all([
      misuse('--sender', 'x'),
      misuse('--sender', ' ', '--receiver', 'y'),
      misuse(...PAIR, '--case', 'nothing'),
      misuse(...PAIR, '--timeout', '1h'),
      misuse(...PAIR, '--cases', '/nowhere.json'),
      misuse(...PAIR, '--json', '--json-stream'),
    ]);
    const names = [
      '--receiver',
      '--sender does not take',
      'one of clean, empty',
      '--timeout',
      'ENOENT',
      '--json-stream',
    ];
    for (const [at, line] of said.entries()) expect(line).toContain(names[at]);
  });

  it('lists its cases without a pair', async () => {
    const { status, out } = await judge('--list', '--long');
    expect(status).toBe(0);
    expect(out).toMatch(/^clean +nothing happens on the way\n/);
    expect(out).toMatch(/\nlong +a file of 1 MiB, and some losses\n$/);
  });
});
