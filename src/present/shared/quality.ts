/** How far the figures can be trusted, in one line. */
import type { RunResult, TransportResult } from '../../result/document/schema.ts';
import type { Words } from '../../words/index.ts';
import { formatFor } from '../format.ts';

export function qualityText(result: RunResult, words: Words): string {
  const text = words.summary.quality;
  const format = formatFor(words);
  const several = result.transports.length > 1;
  const generators = result.transports.map((transport) => {
    const { utilisation, sendLagP99, saturated } = transport.quality.generator;
    const parts = [
      ...(utilisation === null ? [] : [text.busy(format.percent(utilisation))]),
      ...(sendLagP99 === null ? [] : [text.sendLag(format.time(sendLagP99))]),
      ...(saturated === true ? [text.saturated] : []),
    ];
    const name = several ? `${words.summary.transports[transport.transport]} ` : '';
    return parts.length === 0 ? '' : `${name}${parts.join(', ')}`;
  });
  const all = [...generators.filter((part) => part !== ''), ...commonParts(result, words)];
  return `${text.title} ${all.join('; ')}.`;
}

/** What every transport of the run shares, said once; where they differ, of each by its name. */
function commonParts(result: RunResult, words: Words): string[] {
  const text = words.summary.quality;
  const format = formatFor(words);
  const once = (read: (transport: TransportResult) => string | null): string[] => {
    const said = result.transports.map((transport) => ({ transport, part: read(transport) }));
    const same = new Set(said.map(({ part }) => part)).size === 1;
    return said
      .filter(({ part }, at) => part !== null && (!same || at === 0))
      .map(({ transport, part }) =>
        same ? part! : `${words.summary.transports[transport.transport]}: ${part}`,
      );
  };
  return [
    ...once(({ engine }) => words.summary.engine(engine.replace(/[^\w-]/g, ''))),
    ...once(({ quality }) => text.timestamps[quality.timestampSource]),
    ...once(({ quality }) =>
      quality.clockResolution === null ? null : text.clock(format.time(quality.clockResolution)),
    ),
    ...once(({ quality }) => (quality.screen ? text.screen : text.noScreen)),
    ...once(({ warmup }) => (warmup === null || warmup.sent === 0 ? text.noWarmup : null)),
  ];
}
