import { describe, expect, it } from 'vitest';
import { parseTarget } from '../../src/cli/options/target.ts';

describe('targets', () => {
  it.each([
    ['localhost', { scheme: 'sockbench', host: 'localhost', port: 5000 }],
    ['192.168.0.7:80', { scheme: 'sockbench', host: '192.168.0.7', port: 80 }],
    ['::1', { scheme: 'sockbench', host: '::1', port: 5000 }],
    ['[::1]:7000', { scheme: 'sockbench', host: '::1', port: 7000 }],
    ['echo://host', { scheme: 'echo', host: 'host', port: 7 }],
    ['echo://[fe80::1]:9', { scheme: 'echo', host: 'fe80::1', port: 9 }],
    ['sockbench://a-b.example:1', { scheme: 'sockbench', host: 'a-b.example', port: 1 }],
  ])('%s', (text, target) => expect(parseTarget(text)).toEqual(target));

  it.each(['', 'http://x', 'a b', 'x:0', 'x:65536', '[nonsense]:1', 'x:1:2:3', '\u001b[2J'])(
    'refuses %j',
    (text) => {
      expect(() => parseTarget(text)).toThrow(/is not a target/);
    },
  );
});
