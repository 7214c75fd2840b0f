/** Both commands of a lab in any language: how they learn the address, and where the lab finds room. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { missing, noLab, scratch, sockbench } from './lab-tools.ts';

const files = scratch();
afterAll(() => files.remove());

const SERVER = `
import socket, sys
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind((sys.argv[1], 5000))
s.listen()
c, _ = s.accept()
c.sendall(c.recv(100).upper())
`;
const CLIENT = `
import os, socket, sys
s = socket.create_connection((sys.argv[1], int(os.environ["SERVER_PORT"])))
s.sendall(b"ola")
print(s.recv(100).decode(), "SERVER" in os.environ)
`;

describe.skipIf(noLab !== undefined || missing('python3'))('commands of one’s own on both sides', () => {
  const pair = (address: string) => {
    writeFileSync(files.path('server.py'), SERVER);
    writeFileSync(files.path('client.py'), CLIENT);
    const server = `python3 ${files.path('server.py')} ${address}`;
    return sockbench(['lab', '--server', server, '--', 'python3', files.path('client.py'), 'SERVER']);
  };

  it.each(['0.0.0.0', 'SERVER'])('find each other where the server listens on %s', async (address) => {
    const { status, stdout, stderr } = await pair(address);
    expect([status, stdout], stderr).toEqual([0, 'OLA True\n']);
    expect(stderr).not.toContain('127.0.0.1');
  });

  it('are told why not, where the server listens on loopback alone', async () => {
    const { status, stderr } = await pair('127.0.0.1');
    expect(status).not.toBe(0);
    expect(stderr).toContain('The server listens on 127.0.0.1:5000 alone');
  });
});

describe.skipIf(noLab !== undefined)('the lab', () => {
  it('knows its own server by its address, and what the link did to the run', async () => {
    const words = 'lab --drop 3 -- sockbench udp SERVER:5000 --count 10 --rate 500 --json --ui none';
    const { stdout, stderr } = await sockbench(words.split(' '));
    const { transports } = JSON.parse(stdout) as { transports: { link: { up: { udp: object } } }[] };
    expect(transports[0]!.link.up.udp, stderr).toMatchObject({ packets: 10, dropped: 1 });
  });

  it('finds room for its sockets wherever temporary files go', async () => {
    const long = files.path('a'.repeat(95));
    const closed = files.path('closed');
    for (const folder of [long, closed]) mkdirSync(folder);
    chmodSync(closed, 0o500);
    const before = process.env['TMPDIR'];
    try {
      for (const folder of [long, closed, '/nowhere/at/all']) {
        process.env['TMPDIR'] = folder;
        const { status, stdout, stderr } = await sockbench(['lab', '--', 'echo', 'SERVER:5000']);
        expect([status, stdout], stderr).toEqual([0, '10.77.0.1:5000\n']);
      }
    } finally {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
    }
  });
});
