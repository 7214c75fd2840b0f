/**
 * OpenMetrics text, also readable as Prometheus text. Gauges and summaries only (a result is a state, nothing counts on),
 * seconds, bytes and ratios, no timestamps; what is unknown is left out.
 */
import type { DocumentBase } from '../../result/document/experiment.ts';
import type { AssertResult } from '../../result/document/schema.ts';
import { safeText } from '../safe-text.ts';

export type Labels = Readonly<Record<string, string>>;
export type Sample = readonly [suffix: string, labels: Labels, value: number | null | undefined];
export type Family = readonly [
  name: string,
  type: 'gauge' | 'summary',
  help: string,
  samples: readonly Sample[],
];

export function metricText(families: readonly Family[]): string {
  const lines = families.flatMap(([name, type, help, samples]) => {
    const known = samples.filter(([, , value]) => Number.isFinite(value));
    if (known.length === 0) return [];
    return [
      `# TYPE ${name} ${type}`,
      `# HELP ${name} ${help}`,
      ...known.map(([suffix, labels, value]) => `${name}${suffix}${labelText(labels)} ${value}`),
    ];
  });
  return `${[...lines, '# EOF'].join('\n')}\n`;
}

/** What tells the run from others stands first. */
export const labelled = ([name, type, help, samples]: Family, own: Labels): Family => [
  name,
  type,
  help,
  samples.map(([suffix, labels, value]) => [suffix, { ...own, ...labels }, value]),
];

/** Of a run, or of what is made of several. */
export function documentFamilies(
  result: Pick<DocumentBase, 'startedAt' | 'tool' | 'ending'> & { readonly asserts: readonly AssertResult[] },
): Family[] {
  const started = Date.parse(result.startedAt) / 1000;
  // The same assert twice would be one series twice.
  const asserts = new Map(result.asserts.map(({ expression, holds }) => [expression, holds]));
  const holds = Array.from(asserts, ([expression, held]): Sample => ['', { expression }, held ? 1 : 0]);
  return [
    ['sockbench_info', 'gauge', 'The tool that measured.', [['', { version: result.tool.version }, 1]]],
    [
      'sockbench_completed',
      'gauge',
      'Whether the run completed.',
      [['', {}, result.ending.status === 'completed' ? 1 : 0]],
    ],
    [
      'sockbench_start_seconds',
      'gauge',
      'When the run started, Unix time.',
      [['', {}, Number.isFinite(started) ? started : null]],
    ],
    ['sockbench_assert_holds', 'gauge', 'Whether an assert holds.', holds],
  ];
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => {
    const escaped = safeText(value).replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
    return `${name}="${escaped}"`;
  });
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
