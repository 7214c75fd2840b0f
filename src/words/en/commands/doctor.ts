/** `sockbench doctor`: what each finding is, what it means, and what to do. */

import { typed } from '../../command.ts';
import { numbersIn } from '../../numbers.ts';
import type { Details } from '../../sentence.ts';
import { errors, namespacesRemedy } from '../errors/errors.ts';

type Status = 'good' | 'limited' | 'missing';
/** Texts of one finding. `remedy` is shown where something is limited or missing. */
export interface FindingWords {
  readonly title: string;
  readonly value: string;
  readonly meaning: string;
  readonly remedy: string;
}

const { counted, number, time } = numbersIn('en');
const kib = (bytes: string | number | undefined): string => `${number(Math.round(Number(bytes) / 1024))} KiB`;

export const doctor = {
  description: 'what this machine can measure, and what stands in the way',
  json: 'findings as one JSON document on standard output',
  lang: 'en or pt-BR',
  time: 'how long to look for stalls of this machine',
  example: `Example:
  ${typed('doctor')}`,
  looking: 'Looking at this machine …',
  good: 'ok',
  limited: 'limited',
  missing: 'missing',
  summaryGood: 'Nothing stands in the way.',
  summary: (limited: number, missing: number): string =>
    `${number(limited)} limited, ${number(missing)} missing: the lines above say what that means.`,
  findings: {
    cores: (d: Details): FindingWords => ({
      title: 'Processors',
      value: `${d['cores']} (${d['model']})${d['quota'] === undefined ? '' : `, of which the control group may use ${number(d['quota'])} (cpu.max)`}`,
      meaning: 'Client, server and screen each want one; with fewer, they disturb each other.',
      remedy:
        d['quota'] === undefined
          ? 'Measure against another machine, and use --ui text.'
          : 'Give this container more processor time.',
    }),
    clock: (d: Details): FindingWords => ({
      title: 'Clock',
      value: `steps of ${time(d['resolutionNs'])}, ${time(d['costNs'])} a reading`,
      meaning: 'No time in a result is finer than this step.',
      remedy: 'A virtual machine may offer a better clock source (tsc).',
    }),
    timers: (d: Details): FindingWords => ({
      title: 'Timers',
      value: `late by ${time(d['p50Ns'])} (median), ${time(d['p99Ns'])} (p99)`,
      meaning:
        'Probes do not rely on timers alone: the generator wakes early and spins until a probe is due.',
      remedy: 'Close other programs; the machine is busy.',
    }),
    loopbackUdp: (d: Details): FindingWords => ({
      title: 'Loopback, UDP',
      value:
        d['p50Ns'] === undefined ? 'no answer' : `${time(d['p50Ns'])} (median), ${time(d['p99Ns'])} (p99)`,
      meaning: 'The floor: a latency below this cannot be seen with the portable engine.',
      remedy: 'Close other programs, or let the local firewall pass 127.0.0.1.',
    }),
    loopbackTcp: (d: Details): FindingWords => ({
      title: 'Loopback, TCP',
      value:
        d['p50Ns'] === undefined ? 'no answer' : `${time(d['p50Ns'])} (median), ${time(d['p99Ns'])} (p99)`,
      meaning: 'The floor: a latency below this cannot be seen with the portable engine.',
      remedy: 'Close other programs, or let the local firewall pass 127.0.0.1.',
    }),
    receiveBuffer: (d: Details): FindingWords => ({
      title: 'Receive buffer, UDP',
      value: `${kib(d['standardBytes'])}, at most ${kib(d['mostBytes'])}`,
      meaning: 'A burst that does not fit is dropped by this machine; sockbench tells such loss apart.',
      remedy: 'For floods: sudo sysctl -w net.core.rmem_max=16777216, and --receive-buffer 8Mi.',
    }),
    sendBuffer: (d: Details): FindingWords => ({
      title: 'Send buffer, UDP',
      value: `${kib(d['standardBytes'])}, at most ${kib(d['mostBytes'])}`,
      meaning: 'More than fits waits in sockbench, and counts as send lag.',
      remedy: '',
    }),
    openFiles: (d: Details): FindingWords => ({
      title: 'Open files',
      value: d['files'] === undefined ? 'no limit that is told' : number(d['files']),
      meaning: 'Each client needs one, and the server on loopback as many again in its own process.',
      remedy: 'Raise it before the run: ulimit -n 20000.',
    }),
    added: (d: Details): FindingWords => ({
      title: 'What this machine adds',
      value:
        d['stalls'] === undefined
          ? `not measured: ${d['reason']}`
          : [
              d['stalls'] === 0
                ? `no stall in ${time(d['lookedForNs'])}`
                : `${counted(d['stalls'], 'stall', 'stalls')} in ${time(d['lookedForNs'])}, ${time(d['totalNs'])} in all, the longest ${time(d['longestNs'])}`,
              ...(d['lagNs'] === undefined ? [] : [`probes leave up to ${time(d['lagNs'])} late (p99)`]),
              ...(d['readingNs'] === undefined
                ? []
                : [`answers are read up to ${time(d['readingNs'])} late (p99)`]),
            ].join('; '),
      meaning:
        'What of a delay is this machine’s own is told apart in each result ("Whose delay"); the more it is, the fewer probes tell of the network.',
      remedy: 'Close other programs, or give this machine (container, virtual machine) more processor time.',
    }),
    drops: (_: Details, status: Status): FindingWords => ({
      title: 'Drops at the receiver',
      value: status === 'good' ? 'told by the kernel' : 'not told',
      meaning: 'Tells loss in a receive buffer apart from loss in the network.',
      remedy: 'This system does not tell; causes of loss are "unknown".',
    }),
    ffi: (d: Details, status: Status): FindingWords => ({
      title: 'System calls (koffi)',
      value: status === 'good' ? `version ${d['version']}` : `not usable: ${d['reason']}`,
      meaning: 'Needed by the linux engine (faster, kernel timestamps, TCP_INFO) and by the lab.',
      remedy:
        'Install with optional dependencies: npm ci --include=optional. The portable engine serves meanwhile.',
    }),
    namespaces: (d: Details, status: Status): FindingWords => ({
      title: 'Namespaces',
      value:
        status !== 'good'
          ? `not usable: ${d['reason']}`
          : d['user'] === 'no'
            ? 'usable (as root, without a user namespace)'
            : 'usable',
      meaning: 'The lab (--loss, --delay …) makes its two hosts from them.',
      remedy: namespacesRemedy(String(d['reason'])),
    }),
    tun: (d: Details, status: Status): FindingWords => ({
      title: 'TUN device',
      value: status === 'good' ? 'usable' : `not usable: ${d['reason']}`,
      meaning: "The lab's link is made of two of them.",
      remedy: errors['lab-tun'](d).remedy!,
    }),
    lab: (d: Details, status: Status): FindingWords => {
      const said = (errors[d['code'] as 'lab-failed'] ?? errors['lab-failed'])(d);
      return {
        title: 'Lab',
        value: status === 'good' ? `built, crossed and taken down in ${time(d['tookNs'])}` : said.message,
        meaning: `A lossy link on this machine: ${typed('compare --loss 5% --delay 20ms')}.`,
        remedy: d['code'] === 'lab-failed' ? '' : (said.remedy ?? ''),
      };
    },
  },
};
