/** `serve --loss …`: guests on ordinary sockets, their flows across the server's own link. A whole class: lab-class.test.ts. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measuredHere } from './in-process.ts';
import { MAIN, noLab } from './lab-tools.ts';

const PORT = 5617;

describe.skipIf(noLab !== undefined)('a server behind an emulated link', () => {
  let server: ChildProcess;
  let said = '';

  beforeAll(async () => {
    const words = [
      'serve',
      '--port',
      String(PORT),
      '--loss',
      '8%',
      '--delay',
      '5ms',
      '--seed',
      '3',
      '--ui',
      'text',
    ];
    server = spawn(process.execPath, [MAIN, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    server.stderr!.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    await once(server.stdout!, 'data');
  });

  afterAll(async () => {
    if (server.exitCode !== null) return;
    server.kill('SIGINT');
    await once(server, 'exit');
    expect(server.exitCode).toBe(0);
  });

  it('tells its guests, and what it did to their datagrams is what they measure', async () => {
    const line = `udp 127.0.0.1:${PORT} --count 500 --rate 1000 --loss-threshold 1s`;
    const [udp] = (await measuredHere(line)).transports;
    const { up, down } = udp!.link!;
    expect(up.udp.packets).toBe(500);
    expect(udp!.loss.up!.lost).toBe(up.udp.dropped);
    expect(udp!.loss.down!.lost).toBe(down.udp.dropped);
    expect(up.udp.dropped).toBeGreaterThan(10);
    expect(udp!.latency.service!.min).toBeGreaterThanOrEqual(10e6);
    expect(udp!.quality.warnings.map(({ message }) => message).join()).toContain('loss 8%, delay 5ms');
    expect(said).toContain('127.0.0.1: started UDP echo');
  });

  it('carries nothing for strangers', async () => {
    const socket = connect(PORT, '127.0.0.1');
    socket.write('GET / HTTP/1.0\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toContain('sockbench');
    socket.destroy();
    const stranger = createSocket('udp4');
    let answers = 0;
    stranger.on('message', () => answers++);
    stranger.send('hello', PORT, '127.0.0.1');
    // A guest's whole run goes by meanwhile: an answer would have come.
    await measuredHere(`udp 127.0.0.1:${PORT} --count 50 --rate 500 --loss-threshold 1s`);
    expect(answers).toBe(0);
    stranger.close();
  });
});
