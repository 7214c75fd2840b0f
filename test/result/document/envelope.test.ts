import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intervalsCsv } from '../../../src/present/export/csv.ts';
import { hgrmFiles } from '../../../src/present/export/hgrm.ts';
import { jsonLine, resultJson, safeJson, withoutPackets } from '../../../src/present/export/json.ts';
import { junitXml } from '../../../src/present/export/junit.ts';
import { markdownSummary } from '../../../src/present/export/markdown.ts';
import { openMetrics } from '../../../src/present/export/prometheus.ts';
import { comparisonPage } from '../../../src/present/html/comparison-page.ts';
import { htmlPage } from '../../../src/present/html/page.ts';
import { compareRuns } from '../../../src/result/compare/compare.ts';
import { LARGEST_RESULT, parseResult } from '../../../src/result/document/codec.ts';
import { unwrapped } from '../../../src/result/document/envelope.ts';
import { wordsFor } from '../../../src/words/index.ts';
import { samples } from '../../fixtures/results.ts';

const words = wordsFor('en');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string, big: boolean): Uint8Array => {
  const units = Buffer.from(`\ufeff${text}`, 'utf16le');
  return big ? units.swap16() : units;
};

describe.each(Object.keys(samples))('%s, as the tool writes it', (name) => {
  const result = samples[name as keyof typeof samples]();
  const text = resultJson(result);
  const line = jsonLine({ event: 'result', result })!;
  const events = `{"event":"start","startedAt":"x"}\n{"event":"interval","transport":"tcp"}\n`;
  it.each([
    ['by itself', bytes(text)],
    ['with a byte order mark', bytes(`\ufeff${text}`)],
    ['from a shell that writes UTF-16', utf16(text, false)],
    ['in UTF-16, the other way round', utf16(text, true)],
    ['packed by gzip', gzipSync(text)],
    ['as the last line of a stream', bytes(events + line)],
    ['as a stream of which the end was cut', bytes(events + line.trimEnd())],
    ['as the one line of a stream', bytes(line)],
    ['a stream, packed', gzipSync(events + line)],
    ['in its page', bytes(htmlPage(result, words, 'en'))],
    ['in its page, in Portuguese', bytes(htmlPage(result, wordsFor('pt-BR'), 'pt-BR'))],
  ])('%s, is read', (_, written) => {
    expect(parseResult(written, 'x')).toEqual(result);
  });

  it('without packets, it is read as one without packets', () => {
    const bare = {
      ...result,
      transports: result.transports.map(({ link, ...rest }) => ({
        ...rest,
        link: link === null ? null : { ...link, packets: [] },
      })),
    };
    const written = resultJson(withoutPackets(result));
    expect(written).not.toContain('"packets": [');
    expect(parseResult(bytes(written), 'x')).toEqual(parseResult(bytes(resultJson(bare)), 'x'));
  });
});

const lossy = samples.udpLossy();
const other = (written: Uint8Array | string): Record<string, unknown> => {
  try {
    parseResult(typeof written === 'string' ? bytes(written) : written, 'the file');
  } catch (error) {
    const { code, details, message, remedy } = error as {
      code: string;
      details: object;
      message: string;
      remedy: string;
    };
    return { code, ...details, message, remedy };
  }
  return {};
};

describe('what cannot be read is named', () => {
  const runs = [{ file: 'a', result: lossy }];
  const comparison = compareRuns(runs, runs);
  it.each<[string, Uint8Array | string]>([
    ['empty', ''],
    ['csv', intervalsCsv(lossy)],
    ['junit', junitXml(lossy, words)],
    ['openMetrics', openMetrics(lossy)],
    ['markdown', markdownSummary(lossy, words)],
    ['hgrm', hgrmFiles(lossy, 'a')[0]!.text],
    ['events', '{"event":"start"}\n{"event":"interval"}\n'],
    ['events', '{"event":"listening","port":5000}\n'],
    ['fates', '{"time":12.5,"direction":"up","protocol":"tcp"}\n'],
    ['comparison', safeJson(comparison, 2)],
    ['comparison', comparisonPage(comparison, runs, runs, words, 'en')],
    ['document', '{"schema":"sockbench.doctor/1","findings":[]}'],
    ['capture', new Uint8Array([0x0a, 0x0d, 0x0d, 0x0a, 28, 0, 0, 0])],
    ['xz', new Uint8Array([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])],
    ['zstd', new Uint8Array([0x28, 0xb5, 0x2f, 0xfd, 0])],
    ['bzip2', bytes('BZh91AY')],
    ['zip', bytes('PK\u0003\u0004')],
  ])('%s', (what, written) => {
    const said = other(written);
    expect(said).toMatchObject({ code: 'result-other', what });
    expect(`${String(said['message'])} ${String(said['remedy'])}`).toMatch(/^the file (is|holds) [^{}]+$/);
  });

  it('and so is what was never ours, or is damaged', () => {
    expect(other('{"title":"x"}')).toMatchObject({ code: 'result-foreign' });
    expect(other('<!doctype html><p>x</p>')).toMatchObject({ code: 'result-foreign' });
    expect(other(gzipSync(resultJson(lossy)).subarray(0, 200))).toMatchObject({ code: 'result-truncated' });
    expect(other(gzipSync('x'))).toMatchObject({ code: 'result-foreign' });
  });

  it('what unpacks to more than a result can be is not unpacked', () => {
    const bomb = gzipSync(Buffer.alloc(2 ** 20));
    expect(() => unwrapped(bomb, 'x', 1000)).toThrow(/larger than/);
    expect(LARGEST_RESULT).toBeGreaterThan(2 ** 20);
  });
});

it('any bytes are read, or refused with one of our errors', () => {
  const starts = ['', '{"event":"result",', '<!doctype html>', '\u001f\u008b', '\ufeff{'].map((text) =>
    Buffer.from(text, 'latin1'),
  );
  fc.assert(
    fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 60 }), (start, rest) => {
      expect(String(other(Buffer.concat([start, rest]))['code'])).toMatch(/^result-/);
    }),
  );
});
