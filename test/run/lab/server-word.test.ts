import { describe, expect, it } from 'vitest';
import { withServer } from '../../../src/run/lab/server-word.ts';

const [V4, V6] = ['10.77.0.1', 'fd77::1'];

describe('SERVER in a command', () => {
  it.each([
    ['SERVER', '10.77.0.1'],
    ['SERVER:5000', '10.77.0.1:5000'],
    ['http://SERVER:8000/', 'http://10.77.0.1:8000/'],
    ['http://SERVER/a?b=SERVER', 'http://10.77.0.1/a?b=10.77.0.1'],
    ['tcp://ana@SERVER', 'tcp://ana@10.77.0.1'],
    ['--host=SERVER', '--host=10.77.0.1'],
    ['SERVER,5000', '10.77.0.1,5000'],
    ['/dev/tcp/SERVER/5000', '/dev/tcp/10.77.0.1/5000'],
    ['ping -c 1 SERVER; echo SERVER.', 'ping -c 1 10.77.0.1; echo 10.77.0.1.'],
    ['import socket; s.connect(("SERVER", 5000))', 'import socket; s.connect(("10.77.0.1", 5000))'],
    ["net.connect(5000, 'SERVER')", "net.connect(5000, '10.77.0.1')"],
    ['[ "$1" = SERVER ]', '[ "$1" = 10.77.0.1 ]'],
    ['x == SERVER', 'x == 10.77.0.1'],
    ['SERVER==x', '10.77.0.1==x'],
  ])('%s becomes %s', (word, expected) => {
    expect(withServer(word, V4)).toBe(expected);
  });

  it.each([
    'server',
    'MYSERVER',
    'SERVERS',
    'MY_SERVER',
    'SERVER_PORT',
    'X-SERVER: a',
    'SERVER-1',
    'SERVER.txt',
    'SERVER=x; echo done',
    'echo $SERVER',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's
    'echo ${SERVER}:${SERVER_PORT}',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's
    'echo ${#SERVER}',
    'os.environ["SERVER"]',
    'sh -c "python3 -c \\"os.environ[\\\\\\"SERVER"',
    "os.environ.get('SERVER')",
    'os.getenv("SERVER", "x")',
    'process.env.SERVER',
    'process.env["SERVER"]',
    'System.getenv("SERVER")',
    "ENV['SERVER']",
    '$env:SERVER',
    'Deno.env.get("SERVER")',
    'std::env::var("SERVER")',
    '$ENV{SERVER}',
  ])('%s stays', (word) => {
    expect(withServer(word, V4)).toBe(word);
  });

  it.each([
    ['SERVER', 'fd77::1'],
    ['SERVER:5000', '[fd77::1]:5000'],
    ['[SERVER]:5000', '[fd77::1]:5000'],
    ['http://SERVER/', 'http://[fd77::1]/'],
    ['ana@SERVER', 'ana@[fd77::1]'],
    ['--host=SERVER', '--host=fd77::1'],
    ['("SERVER", 5000)', '("fd77::1", 5000)'],
  ])('%s becomes %s over IPv6', (word, expected) => {
    expect(withServer(word, V6)).toBe(expected);
  });
});
