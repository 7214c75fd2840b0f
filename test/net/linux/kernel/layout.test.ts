import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import * as constants from '../../../../src/net/linux/kernel/constants.ts';
import {
  CHECKS,
  EPOLL_EVENT,
  MMSGHDR,
  SOCKADDR_IN,
  SOCKADDR_IN6,
  TCP_INFO_STRUCT,
  TIMEX,
} from '../../../../src/net/linux/kernel/layout.ts';
import { loadKoffi } from '../../../../src/net/linux/kernel/library.ts';

const able = process.platform === 'linux' && spawnSync('cc', ['--version']).status === 0;
if (!able) console.log('layouts against C: skipped (no Linux, or no C compiler)');

const HEADERS = [
  'errno.h fcntl.h linux/errqueue.h linux/if_packet.h linux/prctl.h linux/sched/types.h linux/sock_diag.h netinet/in.h',
  'linux/tcp.h netinet/udp.h poll.h stddef.h stdio.h sys/epoll.h sys/socket.h sys/timex.h sys/uio.h time.h',
].flatMap((line) => line.split(' '));

/** C name of a structure, its size, and its members with our offsets; sizes of structures that grow are not compared. */
const STRUCTURES: readonly (readonly [string, number | null, Readonly<Record<string, number>>])[] = [
  ...CHECKS.map(
    // It has grown since its first version, which kernels go on to take.
    ([name, , size, offsets]) => [`struct ${name}`, name === 'sched_attr' ? null : size, offsets] as const,
  ),
  ['struct mmsghdr', MMSGHDR.size, { msg_hdr: MMSGHDR.header, msg_len: MMSGHDR.length }],
  ['struct timex', TIMEX.size, { maxerror: TIMEX.maxError, status: TIMEX.status }],
  ['struct epoll_event', EPOLL_EVENT.size, { events: EPOLL_EVENT.events, data: EPOLL_EVENT.data }],
  [
    'struct sockaddr_in',
    SOCKADDR_IN.size,
    { sin_family: SOCKADDR_IN.family, sin_port: SOCKADDR_IN.port, sin_addr: SOCKADDR_IN.address },
  ],
  [
    'struct sockaddr_in6',
    SOCKADDR_IN6.size,
    {
      sin6_family: SOCKADDR_IN6.family,
      sin6_port: SOCKADDR_IN6.port,
      sin6_flowinfo: SOCKADDR_IN6.flowInfo,
      sin6_addr: SOCKADDR_IN6.address,
      sin6_scope_id: SOCKADDR_IN6.scope,
    },
  ],
  [
    'struct tcp_info',
    null,
    {
      tcpi_rcv_mss: TCP_INFO_STRUCT.receivedSegment,
      tcpi_rtt: TCP_INFO_STRUCT.rtt,
      tcpi_snd_cwnd: TCP_INFO_STRUCT.congestionWindow,
      tcpi_total_retrans: TCP_INFO_STRUCT.totalRetransmits,
      tcpi_pacing_rate: TCP_INFO_STRUCT.pacingRate,
      tcpi_bytes_acked: TCP_INFO_STRUCT.bytesAcknowledged,
      tcpi_min_rtt: TCP_INFO_STRUCT.minimumRtt,
      tcpi_data_segs_in: TCP_INFO_STRUCT.dataSegmentsIn,
      tcpi_delivery_rate: TCP_INFO_STRUCT.deliveryRate,
      tcpi_busy_time: TCP_INFO_STRUCT.busyTime,
      tcpi_rwnd_limited: TCP_INFO_STRUCT.receiverWindowLimited,
      tcpi_sndbuf_limited: TCP_INFO_STRUCT.sendBufferLimited,
    },
  ],
];

const folder = mkdtempSync(join(tmpdir(), 'sockbench-layout-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a C program prints of each expression; null where the headers of this machine do not know the name. */
function askC(expressions: readonly string[]): (number | null)[] {
  const lines = expressions.map((expression) =>
    /^\w+$/.test(expression)
      ? `#ifdef ${expression}\n  printf("%lld\\n", (long long)(unsigned int)(${expression}));\n#else\n  puts("unknown");\n#endif`
      : `  printf("%lld\\n", (long long)(${expression}));`,
  );
  const source = `#define _GNU_SOURCE\n${HEADERS.map((header) => `#include <${header}>`).join('\n')}\nint main(void) {\n${lines.join('\n')}\n}\n`;
  writeFileSync(join(folder, 'ask.c'), source);
  execFileSync('cc', ['-o', join(folder, 'ask'), join(folder, 'ask.c')]);
  const answers = execFileSync(join(folder, 'ask'), { encoding: 'utf8' }).trim().split('\n');
  return answers.map((answer) => (answer === 'unknown' ? null : Number(answer)));
}

describe.runIf(able)('what the linux engine knows of C', () => {
  it('has the sizes and offsets of the C compiler', () => {
    const asked = STRUCTURES.flatMap(([name, size, offsets]) => [
      ...(size === null ? [] : [[`sizeof(${name})`, size] as const]),
      ...Object.entries(offsets).map(([member, at]) => [`offsetof(${name}, ${member})`, at] as const),
    ]);
    const answers = askC(asked.map(([expression]) => expression));
    expect(asked.map(([expression], i) => [expression, answers[i]])).toEqual(asked);
  });

  it('has the numbers of the C headers', () => {
    // Enumerators are no macros: the preprocessor cannot be asked whether they are there.
    const enumerators = ['MSG_', 'SOCK_', 'EPOLL', 'SHUT_', 'SK_MEMINFO_', 'IPPROTO_'];
    const ours = Object.entries(constants);
    const asked = ours.map(([name]) =>
      enumerators.some((start) => name.startsWith(start)) ? `(${name}) + 0U` : name,
    );
    const answers = askC(asked);
    const compared = ours.filter((_, i) => answers[i] !== null);
    expect(compared.map(([name], i) => [name, answers.filter((answer) => answer !== null)[i]])).toEqual(
      compared,
    );
    const unknown = ours.filter((_, i) => answers[i] === null).map(([name]) => name);
    if (unknown.length > 0) console.log(`not in this machine's C headers: ${unknown.join(', ')}`);
    expect(unknown.length).toBeLessThan(4);
  });

  it('refuses a machine whose layouts differ', async () => {
    const { layoutProblems } = await import('../../../../src/net/linux/kernel/layout.ts');
    const koffi = await loadKoffi();
    if ('obstacle' in koffi) return expect.fail(koffi.detail);
    expect(layoutProblems(koffi)).toEqual([]);
    const shifted = {
      ...koffi,
      offsetof: (...of: Parameters<typeof koffi.offsetof>) => koffi.offsetof(...of) + 4,
    };
    expect(layoutProblems({ ...koffi, ...shifted } as typeof koffi).length).toBeGreaterThan(10);
  });
});
