/** What a run tells of itself while it goes on, from the model of its probes. */
import type { Warning } from '../../../../src/result/document/schema.ts';
import type { LiveDirection, Phase, Snapshot } from '../../../../src/result/events/events.ts';
import { trustOf } from '../../../../src/result/trust.ts';
import type { Transport } from '../../../../src/units.ts';
import { latencyOf, MS, type Probe } from './probes.ts';

/** ns between two of them */
export const STEP = 200 * MS;

const BEHIND: Warning = {
  code: 'generator-behind',
  message: 'The generator fell behind: 61 of 100 probes/s were reached.',
  remedy: 'Use --threads 2 or lower --rate.',
  details: { achieved: 61, offered: 100 },
};

export function snapshotAt(
  probes: readonly Probe[],
  transport: Transport,
  now: number,
  end: number,
  phase: Phase,
  saturated: boolean,
): Snapshot {
  const sent = probes.filter((probe) => probe.sent <= now);
  const back = sent.filter((probe) => probe.answered <= now);
  const lost = sent.filter((probe) => probe.answered === Number.POSITIVE_INFINITY && probe.sent + 3e9 <= now);
  const recent = back.filter((probe) => probe.answered > now - STEP);
  const from = Math.max(0, sent.length - 500);
  const fates = sent
    .slice(from)
    .map((probe) => (probe.answered <= now || lost.includes(probe) ? probe.code : '?'))
    .join('');
  const bins = Array.from({ length: 100 }, () => 0);
  for (const probe of back) bins[Math.floor(Math.log10(probe.answered - probe.sent) * 10)]!++;
  const rate = (sent.length * 1e9) / now;
  return {
    phase,
    elapsed: now,
    remaining: end - now,
    connected: 1,
    rate: { offered: saturated ? rate / 0.61 : rate, achieved: rate },
    sent: sent.length,
    received: back.length,
    lost: lost.length,
    late: 0,
    unresolved: sent.length - back.length - lost.length,
    duplicates: transport === 'tcp' ? null : 0,
    reordered: transport === 'tcp' ? null : 0,
    goodput: { up: null, down: null },
    up: directionOf(sent, 'u', transport),
    down: directionOf(
      sent.filter((probe) => probe.code !== 'u'),
      'n',
      transport,
    ),
    latencyKind: 'response',
    total: latencyOf(back.map((probe) => probe.answered - probe.sent)),
    recent: latencyOf(recent.map((probe) => probe.answered - probe.sent)),
    histogram: bins,
    generator: { utilisation: 0.04, sendLagP99: saturated ? 38 * MS : 0.04 * MS },
    holders: null,
    strip: { from, fates },
    tcp: transport === 'tcp' ? { retransmits: sent.filter((probe) => probe.code === 'w').length } : null,
    warnings: saturated ? [BEHIND] : [],
    trust: trustOf(saturated ? [BEHIND] : []),
  };
}

function directionOf(sent: readonly Probe[], code: string, transport: Transport): LiveDirection {
  const lost = sent.filter((probe) => probe.code === code).length;
  const known = transport === 'tcp' ? null : 0;
  return { sent: sent.length, received: sent.length - lost, lost, duplicates: known, reordered: known };
}
