/** How a run command ends: the exit status of a gate, and of what cannot be read. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentOf, endAll, run, serving, words } from './command.ts';
import { commandHere } from './in-process.ts';

let target = '';
beforeAll(async () => {
  ({ target } = await serving());
});
afterAll(endAll);

/** A process ends with what its program returns: held for one of each. */
const IN_PROCESSES = [
  'tcp --count 20 --assert loss<1% --assert p99<10s',
  'compare --count 20 --assert udp.p50<1ns',
  'tcp --rate fast',
];
const isProcess = (line: string): boolean => IN_PROCESSES.includes(line);

describe('exit statuses', () => {
  it.each([
    [0, 'tcp --count 20 --assert loss<1% --assert p99<10s'],
    [3, 'tcp --count 20 --assert loss<1% --assert p99<1ns'],
    // Unknown never holds: a closed loop has no response time.
    [3, 'tcp --count 20 --assert response.p99<10s'],
    [3, 'udp --count 20 --mode up --assert p99<10s'],
    [0, 'compare --count 20 --assert tcp.loss<1% --assert udp.loss<1% --assert loss<1%'],
    [3, 'compare --count 20 --assert udp.p50<1ns'],
  ])('%i: %s', async (status, line) => {
    const asked = [...words(line), '--json', '--packets', '--ui', 'none'];
    const ended = await (isProcess(line) ? run(...asked) : commandHere(...asked, target));
    const result = documentOf(ended, status);
    expect(result.asserts.every(({ holds }) => holds)).toBe(status === 0);
    expect(result.ending.status).toBe('completed');
  });

  // Every option's values are in test/cli/spec.test.ts; these take their own ways to the same end.
  it.each([
    ['tcp --rate fast', '--rate does not take "fast": probes per second such as 500, 10k or 1M'],
    ['tcp --json --csv', '--csv'],
    ['tcp --colour', 'There is no option --colour'],
    ['measure', 'measure'],
    ['tcp http://127.0.0.1', 'is not a target'],
    ['tcp -6 127.0.0.1', '127.0.0.1 is no IPv6 address. Leave -6 out'],
    ['tcp 8.8.8.8 --rate max', 'would flood it. If the network is yours to load, add --i-own-this-network.'],
  ])('2: %s', async (line, sentence) => {
    const { status, out, err } = await (isProcess(line) ? run : commandHere)(...words(line));
    expect({ status, said: `${out}${err}`.replace(/\s+/g, ' ') }).toMatchObject({
      status: 2,
      said: expect.stringContaining(sentence) as string,
    });
    expect(out + err).not.toMatch(/^ +at /m);
  });
});
