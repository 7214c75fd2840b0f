import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { linesOf } from '../../src/cli/doctor-action.ts';
import type { Finding } from '../../src/run/doctor/finding.ts';
import { wordsFor } from '../../src/words/index.ts';
import { MAIN } from './command.ts';

const PATIENCE_MS = 30_000;
const doctor = (...words: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'doctor', ...words], {
    encoding: 'utf8',
    timeout: PATIENCE_MS,
  });
  return { status, stdout, stderr };
};

describe('doctor --json', () => {
  const { status, stdout } = doctor('--json', '--time', '100ms');
  const { schema, findings } = JSON.parse(stdout) as { schema: string; findings: Finding[] };

  it('has whole numbers, with their unit in the name', () => {
    expect(schema).toBe('sockbench.doctor/1');
    const numbers = findings.flatMap(({ id, details }) =>
      Object.entries(details).flatMap(([name, value]) =>
        typeof value === 'number' ? [{ id, name, value }] : [],
      ),
    );
    expect(numbers.length).toBeGreaterThan(8);
    for (const { id, name, value } of numbers) {
      expect(Number.isInteger(value), `${id}.${name} = ${value}`).toBe(true);
      expect(name).toMatch(/(Ns|Bytes)$|^(cores|files|stalls)$/);
    }
  });

  it('tells each finding with what it means, in Portuguese too', () => {
    expect(findings.map((one) => one.id)).toEqual([
      'cores',
      'clock',
      'timers',
      'loopbackUdp',
      'loopbackTcp',
      'receiveBuffer',
      'sendBuffer',
      'openFiles',
      'drops',
      'ffi',
      'namespaces',
      'tun',
      'lab',
      'added',
    ]);
    expect(findings[3]!.details['p50Ns']).toBeGreaterThan(0);
    const lines = findings.flatMap((one) => linesOf(one, wordsFor('pt-BR').doctor));
    expect(lines.filter((line) => /^[+!-] /.test(line))).toHaveLength(findings.length);
    expect(lines.join('\n')).toContain('Relógio');
    expect(lines.join('\n')).not.toMatch(/undefined|NaN/);
  });

  it('ends with status 1 where something is missing, else with 0', () => {
    expect(status).toBe(findings.some((one) => one.status === 'missing') ? 1 : 0);
  });
});

it('promises no time that it does not take', () => {
  for (const language of ['en', 'pt-BR'] as const)
    expect(wordsFor(language).doctor.looking).not.toMatch(/second|segundo/);
});

/** Where nobody may make a user namespace; in one of its own, so that the machine is left alone. */
function withoutUserNamespaces(...words: string[]) {
  const script = 'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"';
  const inside = ['--user', '--map-root-user', 'sh', '-c', script, 'sh', process.execPath, MAIN, ...words];
  return spawnSync('unshare', inside, { encoding: 'utf8', timeout: PATIENCE_MS });
}

describe.runIf(process.platform === 'linux')('as root, where user namespaces are switched off', () => {
  it('finds the lab usable, as it is; in text, and in Portuguese', () => {
    const { stdout } = withoutUserNamespaces('doctor', '--time', '100ms', '--lang', 'pt-BR');
    const heads = stdout.split('\n').filter((line) => /^[+!-] /.test(line));
    expect(heads.length).toBeGreaterThan(10);
    expect(stdout).not.toMatch(/undefined|NaN/);
    const headOf = (id: Finding['id'], details: Finding['details']): string =>
      linesOf({ id, status: 'good', details }, wordsFor('pt-BR').doctor)[0]!;
    expect(heads).toContain(headOf('namespaces', { user: 'no' }));
    const [lab] = headOf('lab', { tookNs: 0 }).split(':');
    expect(heads.filter((line) => line.startsWith(`${lab}:`))).toHaveLength(1);
    const run = withoutUserNamespaces(
      'udp',
      '--delay',
      '1ms',
      '--count',
      '20',
      '--rate',
      '500',
      '--json',
      '--ui',
      'none',
    );
    expect(run.status).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({
      ending: { status: 'completed' },
      transports: [{ probes: { sent: 20 } }],
    });
  });
});
