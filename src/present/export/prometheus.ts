/**
 * A finished result as OpenMetrics text, for the node exporter's textfile collector. Every series says which run it is of
 * (identity.ts), so that the files of several runs can lie in one folder.
 */
import { identityOf } from '../../result/compare/identity.ts';
import type { Distribution, RunResult, TransportResult } from '../../result/document/schema.ts';
import { retransmitsOf } from '../../result/metrics.ts';
import {
  documentFamilies,
  type Family,
  type Labels,
  labelled,
  metricText,
  type Sample,
} from './openmetrics.ts';

export function openMetrics(result: RunResult): string {
  const { target, transports, mode, load } = identityOf(result);
  const own = { target, mode, load };
  const families = [
    ...documentFamilies(result).map((family) => labelled(family, { transport: transports, ...own })),
    ...transportFamilies(result.transports).map((family) => labelled(family, own)),
  ];
  return metricText(families);
}

const transportFamilies = (transports: readonly TransportResult[]): Family[] => {
  const of = samplesOf(transports);
  return [
    ...loadFamilies(of),
    ...probeFamilies(of),
    ...pathFamilies(of),
    ['sockbench_latency_seconds', 'summary', 'Times of answered probes.', transports.flatMap(latencySamples)],
  ];
};

type Value = number | null | undefined;

/** Samples of every transport, and of both its directions. */
function samplesOf(transports: readonly TransportResult[]) {
  const each = (read: (result: TransportResult) => (readonly [Labels, Value])[]): Sample[] =>
    transports.flatMap((result) =>
      read(result).map(([labels, value]): Sample => ['', { transport: result.transport, ...labels }, value]),
    );
  const directed = (read: (result: TransportResult, direction: 'up' | 'down') => Value) =>
    each((result) => (['up', 'down'] as const).map((direction) => [{ direction }, read(result, direction)]));
  return { each, directed };
}
type Samples = ReturnType<typeof samplesOf>;

const loadFamilies = ({ each, directed }: Samples): Family[] => [
  [
    'sockbench_duration_seconds',
    'gauge',
    'Length of the measurement.',
    each((r) => [[{}, r.durationSeconds]]),
  ],
  [
    'sockbench_rate',
    'gauge',
    'Probes per second.',
    each(({ rate }) => [
      [{ kind: 'offered' }, rate.offered],
      [{ kind: 'achieved' }, rate.achieved],
    ]),
  ],
  [
    'sockbench_goodput_bytes_per_second',
    'gauge',
    'Payload received.',
    directed((r, d) => (r.goodput[d] === null ? null : r.goodput[d] / 8)),
  ],
];

const probeFamilies = ({ each }: Samples): Family[] => [
  [
    'sockbench_probes',
    'gauge',
    'Probes by fate.',
    each(({ probes }) =>
      (
        ['due', 'sent', 'received', 'lost', 'late', 'open', 'duplicates', 'reordered', 'corrupt'] as const
      ).map((fate) => [{ fate }, probes?.[fate]]),
    ),
  ],
  ['sockbench_loss_ratio', 'gauge', 'Lost and late probes of all sent.', each((r) => [[{}, r.loss.ratio]])],
  [
    'sockbench_unsent_probes',
    'gauge',
    'Probes that were due and never left.',
    each(({ probes }) =>
      (['refused', 'skipped'] as const).map((reason) => [{ reason }, probes?.unsent?.[reason]]),
    ),
  ],
  [
    'sockbench_undelivered_ratio',
    'gauge',
    'Never answered of all that were due.',
    each((r) => [[{}, r.undelivered?.ratio]]),
  ],
];

const pathFamilies = ({ each, directed }: Samples): Family[] => [
  ['sockbench_outages', 'gauge', 'Times in which nothing came.', each((r) => [[{}, r.outages?.length]])],
  [
    'sockbench_outage_seconds',
    'gauge',
    'How long nothing came, in all.',
    each(({ outages }) => [
      [{}, outages?.reduce((all, { startSeconds, endSeconds }) => all + endSeconds - startSeconds, 0)],
    ]),
  ],
  ['sockbench_direction_loss_ratio', 'gauge', 'Lost in one direction.', directed((r, d) => r.loss[d]?.ratio)],
  [
    'sockbench_jitter_seconds',
    'gauge',
    'Interarrival jitter (RFC 3550).',
    directed((r, d) => (r.jitter[d] === null ? null : r.jitter[d] / 1e9)),
  ],
  ['sockbench_retransmits', 'gauge', 'TCP segments sent again.', each((r) => [[{}, retransmitsOf(r)]])],
];

const QUANTILES = { p50: '0.5', p90: '0.9', p99: '0.99', p999: '0.999', max: '1' } as const;

function latencySamples(result: TransportResult): Sample[] {
  const kinds = { ...result.latency, connect: result.connect };
  return (['response', 'service', 'sendLag', 'connect'] as const).flatMap((kind) => {
    const times: Distribution | null = kinds[kind];
    if (times === null || times.count === 0) return [];
    const labels = { transport: result.transport, kind };
    const quantiles = (Object.keys(QUANTILES) as (keyof typeof QUANTILES)[]).map((field): Sample => {
      const value = times[field];
      return ['', { ...labels, quantile: QUANTILES[field] }, value === null ? null : value / 1e9];
    });
    const sum = times.mean === null ? null : (times.mean * times.count) / 1e9;
    return [...quantiles, ['_sum', labels, sum] as const, ['_count', labels, times.count] as const];
  });
}
