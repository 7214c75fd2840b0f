import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SockbenchError } from '../../../src/errors.ts';
import { resultJson } from '../../../src/present/export/json.ts';
import { parseResult } from '../../../src/result/document/codec.ts';
import { samples } from '../../fixtures/results.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each(Object.entries(samples))('%s: written and read back, equal', (_, make) => {
  const result = make();
  expect(parseResult(bytes(resultJson(result)), 'x.json')).toEqual(JSON.parse(JSON.stringify(result)));
});

test('a file of before: the smoothed round trip time was called a mean', () => {
  const now = readFileSync(new URL('../../fixtures/runs/tcp-closed.json', import.meta.url), 'utf8');
  const old = now.replaceAll('"smoothed":', '"mean":');
  expect(old).toContain('"mean":69400');
  const { tcp } = parseResult(bytes(old), 'old.json').transports[0]!;
  expect(tcp!.up!.rtt).toEqual({ min: 2000, smoothed: 69_400 });
  expect(tcp!.down!.rtt).toEqual({ min: 2000, smoothed: 5_143_600 });
});

function codeOf(text: string | Uint8Array): string {
  try {
    parseResult(typeof text === 'string' ? bytes(text) : text, 'x.json');
    return 'read';
  } catch (error) {
    if (!(error instanceof SockbenchError)) throw error;
    expect(error.message).toContain('x.json');
    return error.code;
  }
}

const good = resultJson(samples.udpLossy());

test.each([
  ['', 'result-other'],
  ['hello', 'result-foreign'],
  ['{}', 'result-foreign'],
  ['[]', 'result-foreign'],
  ['null', 'result-foreign'],
  ['{"schema":"iperf3"}', 'result-foreign'],
  ['{"schema":"sockbench.result/0"}', 'result-foreign'],
  ['{"schema":"sockbench.result/2"}', 'result-newer'],
  ['{"schema":"sockbench.result/1"}', 'result-damaged'],
  [good.slice(0, good.length / 2), 'result-truncated'],
  [good.replace('"sent": 10000', '"sent": -1'), 'result-damaged'],
  [good.replace('"sent": 10000', '"sent": "many"'), 'result-damaged'],
  [good.replace('"sent": 10000', '"sent": 1e999'), 'result-truncated'],
  [good.replace('"durationSeconds": ', '"durationSeconds": 1e999, "x": '), 'result-truncated'],
  [good.replace('"schema"', `"x": ${'['.repeat(1e5)}${']'.repeat(1e5)}, "schema"`), 'result-foreign'],
  [good.replace('"tool"', `"x": ${'['.repeat(100)}${']'.repeat(100)}, "tool"`), 'result-truncated'],
])('%.40s … is %s', (text, code) => {
  expect(codeOf(text)).toBe(code);
});

test('what is not UTF-8 is foreign', () => {
  expect(codeOf(new Uint8Array([0xff, 0xfe, 0x00, 0x80]))).toBe('result-foreign');
});

test('any bytes, and any cut or change of a result: read, or one clear error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (any) => void codeOf(any)),
    { numRuns: 500 },
  );
  const whole = bytes(good);
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
      const changed = Uint8Array.from(whole);
      changed[at] = byte;
      codeOf(changed);
      codeOf(whole.subarray(0, at));
    }),
    { numRuns: 60 },
  );
});

test('an older version is brought up to date step by step', () => {
  const { schema: _, ...rest } = samples.udpLossy();
  const old = { ...rest, schema: 'sockbench.result/0', asserts: undefined, gates: rest.asserts };
  const migrations = new Map([
    [
      0,
      ({ gates, ...document }: Readonly<Record<string, unknown>>) => ({
        ...document,
        schema: 'sockbench.result/1',
        asserts: gates,
      }),
    ],
  ]);
  expect(parseResult(bytes(JSON.stringify(old)), 'x.json', migrations).asserts).toEqual(rest.asserts);
});

test('the frozen document of version 1 keeps opening', () => {
  const file = new URL('../../fixtures/result-1.json', import.meta.url);
  const result = parseResult(readFileSync(file), 'result-1.json');
  expect(result.transports.map(({ transport }) => transport)).toEqual(['tcp', 'udp']);
});

test('a field that the file named itself is told without what a terminal would act on', () => {
  const named = good.replace(/"runLengths": \{/, '"runLengths": {"\\u001b]0;x\\u0007\\u202e\\n": 1,');
  const read = () => parseResult(new TextEncoder().encode(named), 'a.json');
  expect(read).toThrow(/runLengths\./);
  expect(read).toThrow(/^[^\u0000-\u001f\u007f-\u009f\u202e]*$/);
});
