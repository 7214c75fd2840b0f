/** What `--assert` can ask for, as the end of a help text; the table itself is result/figures.ts. */
import { DIRECTED, type Kind, OF_ANSWERS, PERCENTILES, SOURCES, WHOLE } from '../../result/figures.ts';
import type { Words } from '../../words/index.ts';

const KINDS = ['time', 'ratio', 'bits', 'rate', 'count', 'word'] as const satisfies readonly Kind[];

export function assertHelp({ cli: { assertHelp: text } }: Words): string {
  const figures: [string, Kind][] = [
    ...[...Object.keys(PERCENTILES), ...Object.keys(OF_ANSWERS)].map((name): [string, Kind] => [
      name,
      'time',
    ]),
    ...Object.entries({ ...DIRECTED, ...WHOLE }).map(([name, [kind]]): [string, Kind] => [name, kind]),
  ];
  const prefixes = Object.keys(SOURCES).filter((prefix) => prefix !== '');
  const rows = [
    ...KINDS.map((kind) => [
      text.kinds[kind],
      figures.filter(([, one]) => one === kind).map(([name]) => name),
    ]),
    [text.sources(prefixes.join(' ')), [...Object.keys(PERCENTILES), ...Object.keys(OF_ANSWERS)]],
    [text.directions, Object.keys(DIRECTED)],
  ] as [string, string[]][];
  return [text.title, ...rows.flatMap(([title, names]) => hanging(`  ${title}:`, names))].join('\n');
}

const COLUMNS = 80;

/** Words behind a title; what does not fit goes below, further in. */
function hanging(title: string, words: readonly string[]): string[] {
  const lines = [title];
  for (const word of words) {
    if (lines.at(-1)!.length + 1 + word.length > COLUMNS) lines.push('     ');
    lines[lines.length - 1] += ` ${word}`;
  }
  return lines;
}
