/** A pre-shared key: it opens the server, and is seen nowhere else. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunResult } from '../../src/result/document/schema.ts';
import {
  commandLine,
  descendants,
  type Ended,
  endAll,
  requireSound,
  scratch,
  serving,
  sockbench,
} from './command.ts';
import { noLab } from './lab-tools.ts';

const KEY = 'correct horse battery staple';
const folder = scratch();
writeFileSync(folder.path('class.key'), `${KEY}\n`);
const RUN = ['--count', '20', '--rate', '200', '--json', '--ui', 'none'];

afterAll(() => {
  endAll();
  folder.remove();
});

/** The key as it is, and as bytes are usually written. */
const forms = ['utf8', 'hex', 'base64', 'base64url'].map((form) =>
  Buffer.from(KEY)
    .toString(form as BufferEncoding)
    .replace(/=+$/, ''),
);

const leaks = (text: string): string[] => forms.filter((form) => text.includes(form));

describe('with a key', () => {
  it.each(['udp', 'tcp'])('%s runs; command lines, logs and results do not contain it', async (transport) => {
    const server = await serving('--key-file', folder.path('class.key'));
    const saved = folder.path(`${transport}.json`);
    const client = sockbench([transport, server.target, ...RUN, '--output', saved], {
      env: { SOCKBENCH_KEY: KEY },
    });
    const seen: string[] = [];
    const look = setInterval(() => {
      for (const pid of [client.pid, server.pid, ...descendants(client.pid), ...descendants(server.pid)])
        seen.push(commandLine(pid));
    }, 20);
    const ended = await client.ended;
    clearInterval(look);
    expect(ended).toMatchObject({ status: 0 });
    const result = JSON.parse(ended.out) as RunResult;
    requireSound(result);
    expect(result.transports[0]!.probes).toMatchObject({ sent: 20, received: 20 });
    expect(seen.join(' ')).toContain(transport);
    server.child.kill('SIGTERM');
    const { out, err } = await server.ended;
    for (const text of [ended.out, ended.err, out, err, seen.join(' '), readFileSync(saved, 'utf8')])
      expect(leaks(text)).toEqual([]);
  });

  it('a wrong one, or none, is refused in a sentence that does not show it', async () => {
    const server = await serving('--key-file', folder.path('class.key'));
    const without = await sockbench(['udp', server.target, ...RUN]).ended;
    const wrong = 'another horse battery staple';
    const refused = await sockbench(['udp', server.target, ...RUN], { env: { SOCKBENCH_KEY: wrong } }).ended;
    const shows = (ended: Ended): string => `${ended.out}${ended.err}`;
    expect([without.status, refused.status]).toEqual([1, 1]);
    expect(without.err).toMatch(/key/);
    // Whoever looks after the server sees that somebody tried, and when: once for each of the two.
    await server.until(
      /(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d 127\.0\.0\.1: refused: no proof of the key came[^\n]*\n){2}/,
    );
    expect(refused.err).toMatch(/key/);
    expect([...leaks(shows(without)), ...leaks(shows(refused))]).toEqual([]);
    expect(shows(refused)).not.toContain(wrong);
    server.child.kill('SIGTERM');
    const { out, err } = await server.ended;
    expect(`${out}${err}`).not.toContain(wrong);
  });

  it('a client with a key measures nothing at a server that cannot prove it', async () => {
    const server = await serving();
    const client = await sockbench(['tcp', server.target, ...RUN], { env: { SOCKBENCH_KEY: KEY } }).ended;
    expect(client.status).toBe(1);
    expect(client.err).toMatch(/key/);
    server.child.kill('SIGTERM');
    await server.ended;
  });
  it.skipIf(noLab !== undefined)(
    'no program that is started inherits it: neither a lab, nor what runs in it',
    async () => {
      const asked = 'env | grep -c ^SOCKBENCH_KEY; env | grep -c ^SERVER=; sleep 1';
      const commands = [
        ['lab', '--', 'sh', '-c', asked],
        ['udp', '--duration', '1s', '--ui', 'none'],
      ];
      const heirs = new Map<number, string>();
      const ended = await Promise.all(
        commands.map(async (words) => {
          const command = sockbench(words, { env: { SOCKBENCH_KEY: KEY } });
          const look = setInterval(() => {
            // Between fork and exec a child is its parent still.
            const own = commandLine(command.pid);
            for (const pid of descendants(command.pid))
              if (commandLine(pid) !== own) heirs.set(pid, environmentOf(pid));
          }, 20);
          return command.ended.finally(() => clearInterval(look));
        }),
      );
      expect(ended[0]!.out).toBe('0\n1\n');
      expect(heirs.size).toBeGreaterThan(3);
      expect([...heirs.values()].flatMap(leaks)).toEqual([]);
    },
  );
});

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    // It ended meanwhile.
    return '';
  }
}
