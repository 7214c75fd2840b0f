/** A load as OpenMetrics text, for the node exporter's textfile collector: figures by phase, and by direction where they have one. */
import { identityOfLoad } from '../../result/compare/identity.ts';
import type { LoadDocument, Phase } from '../../result/document/load.ts';
import {
  documentFamilies,
  type Family,
  type Labels,
  labelled,
  metricText,
  type Sample,
} from '../export/openmetrics.ts';

type Value = number | null | undefined;
type Read = (phase: Phase) => readonly (readonly [Labels, Value])[];

export function loadMetrics(document: LoadDocument): string {
  const own = { ...identityOfLoad(document) };
  return metricText(
    [...documentFamilies(document), ...phaseFamilies(document)].map((one) => labelled(one, own)),
  );
}

const WAYS = ['up', 'down'] as const;
const QUANTILES = { p50: '0.5', p95: '0.95', p99: '0.99', max: '1' } as const;
const seconds = (time: Value): Value => (time == null ? null : time / 1e9);
const perWay =
  (read: (phase: Phase, way: 'up' | 'down') => Value): Read =>
  (phase) =>
    WAYS.map((direction) => [{ direction }, read(phase, direction)]);

function phaseFamilies({ phases, grade }: LoadDocument): Family[] {
  const family = (name: string, type: Family[1], help: string, read: Read): Family => [
    `sockbench_load_${name}`,
    type,
    help,
    phases.flatMap((phase) =>
      read(phase).map(([labels, value]): Sample => ['', { phase: phase.name, ...labels }, value]),
    ),
  ];
  return [
    family('added_delay_seconds', 'summary', 'Delay above the least of the idle phase.', addedIn),
    family(
      'goodput_bytes_per_second',
      'gauge',
      'Payload of the load that arrived.',
      perWay(({ goodput }, way) => (goodput[way] === null ? null : goodput[way] / 8)),
    ),
    family(
      'loss_ratio',
      'gauge',
      'Probes lost in one direction.',
      perWay(({ loss }, way) => loss[way].ratio),
    ),
    family(
      'retransmits',
      'gauge',
      'Segments of the load that were sent again.',
      perWay(({ tcp }, way) => tcp[way]?.retransmits),
    ),
    family('queue_bytes', 'summary', 'Bytes that waited before the bandwidth of the emulated link.', queueIn),
    family(
      'queue_packets',
      'gauge',
      'Packets that the queue of the emulated link dropped or marked.',
      ({ queue }) =>
        WAYS.flatMap((direction) =>
          (['dropped', 'marked'] as const).map(
            (fate) => [{ direction, fate }, queue?.[direction]?.[fate]] as const,
          ),
        ),
    ),
    family('grade', 'gauge', 'Grade of the added delay: 1 for the one that was given.', ({ name }) => {
      const given = name === 'idle' ? null : grade[name];
      return given === null ? [] : [[{ grade: given }, 1]];
    }),
  ];
}

const addedIn: Read = ({ added }) =>
  ([...WAYS, 'roundTrip'] as const).flatMap((direction) =>
    (['p50', 'p95', 'p99', 'max'] as const).map(
      (figure) => [{ direction, quantile: QUANTILES[figure] }, seconds(added[direction][figure])] as const,
    ),
  );

const queueIn: Read = ({ queue }) =>
  WAYS.flatMap((direction) =>
    (['p50', 'p95', 'max'] as const).map(
      (figure) => [{ direction, quantile: QUANTILES[figure] }, queue?.[direction]?.[figure]] as const,
    ),
  );
