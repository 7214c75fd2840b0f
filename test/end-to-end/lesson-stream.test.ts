/** `sockbench lesson stream`: what is said is what happens, also with a student's Python on either end. */
import { describe, expect, it } from 'vitest';
import { type Ended, ROOT, run } from './command.ts';
import { missing, noLab } from './lab-tools.ts';

const PYTHON = `${ROOT}test/fixtures/python/stream`;
const stream = (...words: string[]): Promise<Ended> => run('lesson', 'stream', ...words);

/** Lines of the timeline that say such a thing. */
const count = (text: string, what: RegExp): number => text.match(new RegExp(what, 'gm'))?.length ?? 0;

describe.skipIf(noLab !== undefined).concurrent('sockbench lesson stream', () => {
  it('shows one send and several recv', async () => {
    const { status, out } = await stream('--step', 'split');
    expect(status).toBe(0);
    expect(count(out, /send 3,000 bytes/)).toBe(1);
    const recvs = [...out.matchAll(/recv gives ([\d,]+) bytes/g)].map(([, bytes]) =>
      Number(bytes!.replace(',', '')),
    );
    expect(recvs.length).toBeGreaterThan(1);
    expect(recvs.reduce((sum, bytes) => sum + bytes, 0)).toBe(3000);
    expect(out).toContain(`One send, ${recvs.length} recv.`);
  });

  it('shows two send and one recv, and the boundaries of UDP', async () => {
    const [merged, kept] = await Promise.all([stream('--step', 'merge'), stream('--step', 'datagrams')]);
    expect(merged.out).toMatch(/recv gives 11 bytes/);
    expect(merged.out).toContain('Two send, 1 recv.');
    expect(kept.out).toMatch(/recv gives 5 bytes[\s\S]*recv gives 6 bytes/);
    expect(kept.out).toContain('Two send, 2 recv.');
  });

  it.each(['length', 'line'])('finds the messages again by a %s', async (step) => {
    const { out } = await stream('--step', step, '--lang', 'pt-BR');
    expect(out).toMatch(
      /mensagem de 4 bytes: Olá[\s\S]*mensagem de 3.000 bytes: abcdef…[\s\S]*mensagem de 6 bytes: Mundo!/,
    );
    expect(out).toContain('3 mensagens, seja como for');
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it.skipIf(missing('python3'))('has a student’s program on either end', async () => {
    const receiver = await stream('--step', 'split', '--receiver', `python3 ${PYTHON}/receiver.py HOST PORT`);
    expect(receiver.status).toBe(0);
    expect(count(receiver.out, /prints: message of \d+ bytes/)).toBeGreaterThan(1);
    expect(receiver.out).toContain('What did your program take for a message');
    const sender = await stream('--step', 'length', '--sender', `python3 ${PYTHON}/sender.py HOST PORT`);
    expect(sender.out).toMatch(/message of 3 bytes: Ola[\s\S]*message of 6 bytes: Mundo!/);
  });

  it('refuses what belongs to another lesson', async () => {
    const [other, step] = await Promise.all([stream('--window', '4'), stream('--step', 'nothing')]);
    expect([other.status, step.status]).toEqual([2, 2]);
    expect(other.err).toContain('--window');
    expect((await run('lesson', 'arq', '--step', 'split')).status).toBe(2);
  });
});
