import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import type { CliContext } from '../../src/cli/context.ts';
import type { SockbenchError } from '../../src/errors.ts';
import { type Attempt, codeOfSend, socketFailure } from '../../src/net/failure.ts';
import { type WarningCode, wordsFor } from '../../src/words/index.ts';
import { refusalOf } from '../../src/words/refusals.ts';

const ERRNOS = [...Object.keys(constants.errno), 'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA'];
/** A program that passes a wrong descriptor or pointer has a mistake; a user cannot cause these. */
const OURS = ['EBADF', 'EFAULT', 'ENOTSOCK', 'EDESTADDRREQ', 'EISCONN', 'EALREADY', 'EINPROGRESS'];

const there = { address: '192.0.2.7', port: 5000 };
const here = { address: '192.0.2.9', port: 80 };
const run: [string, typeof there, Attempt][] = [
  ['connect', there, {}],
  ['connect', there, { bind: '192.0.2.9' }],
  ['connect', there, { transport: 'udp' }],
  ['bind', { ...here, port: 0 }, {}],
  ['socket', there, {}],
  ['epoll_ctl', there, {}],
  ['send', there, {}],
  ['send', there, { transport: 'udp', bytes: 9000 }],
];
const serve: typeof run = [
  ['listen', here, {}],
  ['listen', { address: '::1', port: 5000 }, {}],
];
/** What each command asks of the system. */
const ATTEMPTS: Readonly<Record<string, typeof run>> = {
  tcp: run,
  udp: run,
  compare: run,
  serve,
  listen: serve,
  chat: [...serve, ['connect', there, { start: 'chat --serve --lan' }], ['send', there, {}]],
  send: [
    ['connect', there, { start: 'listen --lan' }],
    ['send', there, { start: 'listen --lan' }],
    ['send', there, { start: 'listen --lan', transport: 'udp', bytes: 9000 }],
  ],
  lab: run.filter(([operation, , { bind }]) => operation !== 'bind' && bind === undefined),
};

const words = wordsFor('en');
const optionsOf = (name: string): string[] => {
  const context = { words, env: {}, argv: [] } as unknown as CliContext;
  const commands = COMMANDS.map((make) => make(context) as { name(): string; options: { long?: string }[] });
  return commands.find((one) => one.name() === name)!.options.map(({ long }) => long ?? '');
};

const CASES = Object.entries(ATTEMPTS).flatMap(([command, attempts]) =>
  attempts.flatMap(([operation, where, attempt]) =>
    ERRNOS.map((errno) => ({ command, operation, where, attempt, errno })),
  ),
);

const failureOf = ({ operation, where, attempt, errno }: (typeof CASES)[number]): SockbenchError =>
  socketFailure(Object.assign(new Error(errno), { code: errno }), operation, where, attempt);

describe('an errno of any call', () => {
  it('is a mistake of sockbench only where nobody else can have made it', () => {
    const wrong = CASES.filter((one) => (failureOf(one).code === 'internal') !== OURS.includes(one.errno));
    expect(wrong).toEqual([]);
    expect(CASES.length).toBeGreaterThan(2500);
  });

  it('has a sentence and a remedy in both languages, without a gap in them', () => {
    for (const language of ['en', 'pt-BR'] as const) {
      for (const one of CASES) {
        const { code, details } = failureOf(one);
        const { message, remedy } = wordsFor(language).errors[code](details);
        expect(`${message} ${remedy}`, JSON.stringify(one)).not.toMatch(/undefined|null|\[object/);
      }
    }
  });

  it('is never answered with an option that the command does not have', () => {
    for (const one of CASES) {
      const { remedy } = failureOf(one);
      const own = (remedy ?? '').replace(/`[^`]*`/g, '');
      for (const [option] of own.matchAll(/--[a-z-]+/g))
        expect(optionsCache(one.command), `${one.command} ${one.errno}: ${remedy}`).toContain(option);
    }
  });

  it.each([
    ['ECONNREFUSED', 'connect', {}, 'connection-refused'],
    ['ECONNREFUSED', 'send', { transport: 'udp' }, 'datagram-refused'],
    ['EADDRINUSE', 'listen', {}, 'port-in-use'],
    ['EADDRINUSE', 'bind', {}, 'no-local-port'],
    ['EADDRINUSE', 'connect', {}, 'no-local-port'],
    ['EADDRNOTAVAIL', 'listen', {}, 'address-not-local'],
    ['EADDRNOTAVAIL', 'connect', { bind: '192.0.2.9' }, 'address-not-local'],
    ['EADDRNOTAVAIL', 'connect', {}, 'no-local-port'],
    ['EADDRNOTAVAIL', 'send', {}, 'unreachable'],
    ['EACCES', 'listen', {}, 'permission-denied'],
    ['EACCES', 'connect', {}, 'forbidden'],
    ['EPERM', 'send', {}, 'forbidden'],
    ['EMSGSIZE', 'send', {}, 'datagram-too-large'],
    ['ETIMEDOUT', 'connect', {}, 'connect-timeout'],
    ['ETIMEDOUT', 'send', {}, 'peer-silent'],
    ['ENETDOWN', 'send', {}, 'interface-down'],
    ['EINVAL', 'connect', {}, 'system-refused'],
  ] as const)('%s of %s (%j) is %s', (errno, operation, attempt, code) => {
    expect(socketFailure({ code: errno }, operation, there, attempt).code).toBe(code);
  });

  it('of the bind before a connection is told of the address that was to be left from', () => {
    const error = Object.assign(new Error('bind EADDRNOTAVAIL'), { code: 'EADDRNOTAVAIL', syscall: 'bind' });
    expect(socketFailure(error, 'connect', there, { bind: '192.0.2.9' })).toMatchObject({
      code: 'address-not-local',
      message: '192.0.2.9 is not an address of this machine.',
      details: { operation: 'bind' },
    });
  });

  it('and anything that is no errno is ours', () => {
    for (const error of [
      new RangeError('x'),
      Object.assign(new Error('x'), { code: 'ERR_SOCKET_BAD_PORT' }),
      7,
      null,
    ])
      expect(socketFailure(error ?? {}, 'connect', there).code).toBe('internal');
  });
});

describe('a send that was refused', () => {
  it.each(ERRNOS)('%s: the warning and the failure agree on the cause', (errno) => {
    const why = refusalOf(errno);
    const warning = words.warnings['refused' satisfies WarningCode]({ count: 3, errno });
    expect(warning.message).toContain(`refused 3 sends (${errno})`);
    if (why === 'other') expect(warning.remedy).toBeNull();
    else expect(warning.remedy).toMatch(/\w/);
    const code = codeOfSend(errno, 'udp');
    expect(['forbidden'].includes(code)).toBe(why === 'forbidden');
    expect(code === 'datagram-too-large').toBe(why === 'tooLarge');
    expect(code === 'datagram-refused').toBe(why === 'nobodyThere');
    expect(['unreachable', 'interface-down'].includes(code)).toBe(why === 'noWay' || why === 'notReached');
  });

  it('is only where a queue was full answered with a lower rate', () => {
    for (const errno of ERRNOS) {
      const { remedy } = words.warnings.refused({ count: 1, errno });
      expect((remedy ?? '').includes('--rate'), errno).toBe(['EAGAIN', 'ENOBUFS', 'ENOMEM'].includes(errno));
    }
  });
});

const cache = new Map<string, string[]>();
function optionsCache(command: string): string[] {
  const known = cache.get(command) ?? optionsOf(command);
  cache.set(command, known);
  return known;
}
