/** What ends before anything has begun. */
import { describe, expect, it } from 'vitest';
import { commandHere } from './in-process.ts';

const said = async (line: string): Promise<{ status: number | null; err: string }> => {
  const { status, err, out } = await commandHere(...line.split(' '));
  return { status, err: `${out}${err}`.replace(/\s+/g, ' ') };
};

/** What a person may get wrong with addresses; 198.51.100.7 and 192.0.2.99 are nobody's. */
describe.each([
  ['[fe80::1%nope]', 'fe80::1%nope names the interface nope, which this machine does not have. It has '],
  ['[fe80::1]', 'fe80::1 is a link-local address: it does not say which interface leads to it.'],
])('towards %s', (target, sentence) => {
  it.each([
    'tcp TARGET',
    'udp TARGET',
    'udp echo://TARGET --engine portable',
    'send x TARGET',
    'send x TARGET --udp',
    'chat TARGET',
  ])('%s', async (command) => {
    const { status, err } = await said(command.replace('TARGET', target));
    expect(err).toContain(sentence);
    expect(status).toBe(1);
  });
});

it.each([
  ['tcp 198.51.100.7 --bind 127.0.0.1', 'From 127.0.0.1 only this machine itself can be reached'],
  ['udp echo://198.51.100.7 --bind 127.0.0.1', 'and 198.51.100.7 is another one. Give --bind'],
  ['compare 127.0.0.1 --bind ::1', 'one is an IPv4 address, the other an IPv6 address.'],
  ['udp echo://127.0.0.1:9 --bind ::1 --engine portable', 'one is an IPv4 address'],
  [
    'udp echo://127.0.0.1:9 --bind 192.0.2.99',
    '192.0.2.99 is not an address of this machine. Give --bind one of',
  ],
  ['tcp 127.0.0.1:9 --bind 192.0.2.99', '192.0.2.99 is not an address of this machine. Give --bind one of'],
  ['tcp --bind 192.0.2.99 --count 3', '192.0.2.99 is not an address of this machine. Give --bind one of'],
  ['tcp 127.0.0.1:9 --bind fe80::1%nope', 'fe80::1%nope names the interface nope'],
  [
    'serve --port 0 --bind 192.0.2.99',
    '192.0.2.99 is not an address of this machine. Use one of its own addresses, or --lan',
  ],
  ['serve --port 0 --bind fe80::1%nope', 'names the interface nope'],
  ['listen --port 0 --bind fe80::1%nope', 'names the interface nope'],
  ['chat --serve --headless --port 0 --bind fe80::1', 'is a link-local address'],
  ['chat 127.0.0.1:1 --plain', 'Start your own program there'],
  ['tcp echo://127.0.0.1:1', 'Start a server there with `sockbench serve --echo`'],
  ['tcp 127.0.0.1:1', 'Start a server there with `sockbench serve`'],
  ['send x 127.0.0.1:1', 'Start a server there with `sockbench listen --lan`'],
  ['send x 255.255.255.255 --udp', 'This machine does not permit sending to 255.255.255.255:5000.'],
  ['udp echo://255.255.255.255', 'This machine does not permit sending to 255.255.255.255:7.'],
])('%s', async (line, sentence) => {
  const { status, err } = await said(line);
  expect(err).toContain(sentence);
  expect(err).not.toMatch(/mistake in sockbench|node:internal|\[object/);
  expect(status).toBe(1);
});

it('an IPv6 address to leave from asks the own server and names for IPv6', async () => {
  const { status, out } = await commandHere(...'tcp --bind ::1 --count 3 --warmup 0s'.split(' '));
  expect({ status, out }).toMatchObject({ status: 0, out: expect.stringContaining('3') });
});
