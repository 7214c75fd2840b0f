/** Runs against a server of their own process: `serve` under floods and with limits, and servers that are not ours. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endAll, type Serving, type Started, serving, start, words } from './command.ts';
import { noFfi } from './engines.ts';
import { commandHere, measuredHere } from './in-process.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.warn('skipped: a plain echo server in Python, because python3 is not installed');

let server: Serving;
beforeAll(async () => {
  server = await serving();
});
afterAll(endAll);

/** Where other programs break up a flood's super-datagrams, what a socket dropped cannot be told (coalesced-receiver.ts). */
const ATTEMPTS = 5;

describe.each(['portable', ...(noFfi === undefined ? ['linux'] : [])])(
  'floods on the %s engine',
  (engine) => {
    it.each(['udp', 'tcp'])(
      'over %s lose nothing in the network, whichever way they go',
      async (transport) => {
        for (const mode of ['down', 'up', 'echo']) {
          const line = `${transport} ${server.target} --mode ${mode} --rate max --engine ${engine}`;
          // What TCP has taken comes, however busy the machine is.
          const patience = `--loss-threshold ${transport === 'tcp' ? '5s' : '500ms'}`;
          let known = false;
          for (let attempt = 0; attempt < ATTEMPTS && !known; attempt++) {
            const result = await measuredHere(`${line} --duration 200ms --warmup 0ms ${patience}`);
            const [one] = result.transports;
            // Not paced: there is no rate that was offered, and more than a batch left.
            expect(one!.rate.offered).toBeNull();
            expect(result.effective!.limited).toEqual([]);
            const { up, down } = one!.loss;
            expect((mode === 'down' ? down : up)!.sent).toBeGreaterThan(transport === 'udp' ? 100 : 20);
            known = true;
            for (const direction of [up, down]) {
              if (direction === null) continue;
              const { lost, causes } = direction;
              if (transport === 'tcp') expect(lost).toBe(0);
              else if (causes!.receiverBuffer === null) {
                known = false;
                expect(causes).toMatchObject({ network: null, unknown: lost! - causes!.notAnswered! });
              } else
                expect(causes).toEqual({
                  receiverBuffer: lost! - causes!.notAnswered!,
                  notAnswered: causes!.notAnswered,
                  network: 0,
                  unknown: 0,
                });
            }
          }
          expect(known).toBe(true);
        }
      },
    );
  },
);

it('a host name is looked up', async () => {
  const result = await measuredHere(`udp localhost:${server.port} -4 --count 20`);
  expect(result.spec.target).toEqual({ scheme: 'sockbench', host: 'localhost', port: server.port });
  expect(result.effective!.serverAddress).toBe(server.target);
});

it('two runs at once keep their counts apart', async () => {
  const lines = ['udp', 'tcp'].map((transport) => `${transport} ${server.target} --count 200 --rate 1k`);
  for (const result of await Promise.all(lines.map((line) => measuredHere(line))))
    expect(result.transports[0]!.loss.up).toMatchObject({ sent: 200, received: 200 });
});

describe('a server that grants less', () => {
  let limited: Serving;
  beforeAll(async () => {
    limited = await serving(...words('--max-rate 200 --max-duration 300ms --max-clients 3 --max-size 2000'));
  });

  it.each(['udp --rate 1k', 'udp --rate max --mode down', 'tcp --rate 1k --mode both --size 64'])(
    'is told of in the result: %s',
    async (line) => {
      const result = await measuredHere(`${line} --duration 2s --warmup 0ms ${limited.target}`);
      expect(result.effective!.limited).toEqual([
        'the rate is limited to 200 probes/s.',
        'the duration is limited to 0.3 s.',
      ]);
      const [one] = result.transports;
      expect(one!.rate.offered).toBe(200);
      expect(one!.loss.down!.sent).toBe(60);
      expect(one!.durationSeconds).toBeGreaterThan(0.29);
      expect(one!.quality.warnings.filter(({ code }) => code === 'limited')).toHaveLength(2);
    },
  );

  it.each([
    ['--clients 4', '4 clients were asked for, the limit is 3.'],
    ['--size 2001', '2,001 bytes a probe were asked for, the limit is 2,000.'],
  ])('refuses what cannot be less: %s', async (option, reason) => {
    const ended = await commandHere(...words(`tcp ${limited.target} --count 5 --json ${option}`));
    expect(ended).toMatchObject({ status: 1 });
    expect(ended.err).toContain(
      `sockbench: The server at ${limited.target} refused: ${reason} Ask for less, or ask whoever runs the server to raise its limits.\n`,
    );
  });
});

it.skipIf(!hasPython)(
  'serve --echo answers those who speak no protocol of ours, and says so at the start',
  async () => {
    const echo = await serving('--echo');
    expect(echo.out()).toContain('plain echo server');
    const program = `
    import socket, sys
    t = socket.create_connection(('127.0.0.1', ${echo.port})); t.sendall(b'over tcp'); print(t.recv(64).decode())
    u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.settimeout(5)
    u.sendto(b'over udp', ('127.0.0.1', ${echo.port})); print(u.recv(64).decode())`;
    const { out } = await start('python3', ['-c', program.replace(/^ {4}/gm, '').trim()]).ended;
    expect(out).toBe('over tcp\nover udp\n');
  },
);

describe.skipIf(!hasPython)('a plain echo server in Python', () => {
  let python: Started;
  let target: string;
  beforeAll(async () => {
    python = start('python3', [fileURLToPath(new URL('../fixtures/python/echo.py', import.meta.url))]);
    target = `echo://127.0.0.1:${(await python.until(/Listening (\d+)/))[1]}`;
  });

  it.each([
    'udp --rate 500 --clients 3',
    'tcp --rate 500 --clients 3',
    'tcp --clients 3',
    'tcp --size 1000 --engine portable',
    'udp --size 1000 --rate 500 --engine portable',
  ])('%s: what can be known is measured, and directions are unknown', async (line) => {
    const [one] = (await measuredHere(`${line} --count 60 ${target}`)).transports;
    expect(one!.probes).toMatchObject({ sent: 60, received: 60, lost: 0, late: 0 });
    expect(one!.loss).toMatchObject({ ratio: 0, up: null, down: null });
    expect(one!.jitter).toMatchObject({ up: null, down: null });
    expect(one!.goodput.up).toBeNull();
    expect(one!.latency.service!.count).toBe(60);
  });

  it('compare works with it too', async () => {
    const result = await measuredHere(`compare --rate 200 --count 40 ${target}`);
    expect(result.transports.map(({ probes }) => probes!.received)).toEqual([40, 40]);
  });

  it('is not taken for one of ours, nor ours for it', async () => {
    const [, address] = target.split('//');
    const ours = await commandHere('tcp', address!, ...words('--count 5 --json'));
    expect(ours).toMatchObject({ status: 1 });
    expect(ours.err).toContain(`${address} is not a sockbench server, or has no room`);
    expect(ours.err).toContain('for a plain echo server write echo://');
    const plain = await commandHere(
      ...words('udp --count 5 --loss-threshold 200ms --json'),
      `echo://${server.target}`,
    );
    expect(plain).toMatchObject({ status: 1 });
    expect(plain.err).toContain('for one of sockbench leave echo:// out of the target');
  });

  it('that ends in the middle ends the run over TCP, with what was measured and for how long', async () => {
    const client = start(process.execPath, [
      fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url)),
      'tcp',
      target,
      ...words('--rate 200 --clients 2 --warmup 0ms --interval 100ms --duration 60s --json'),
    ]);
    await client.until(/0\.4–0\.5 s/);
    python.child.kill('SIGKILL');
    const { status, out, err } = await client.ended;
    expect(status).toBe(1);
    expect(err).toMatch(/sockbench: 127\.0\.0\.1:\d+ broke off the connection\. .+\n$/);
    const result = JSON.parse(out) as {
      ending: object;
      transports: { durationSeconds: number; probes: { received: number } }[];
    };
    expect(result.ending).toMatchObject({ status: 'failed', code: 'connection-reset' });
    expect(result.transports[0]!.probes.received).toBeGreaterThan(80);
    expect(result.transports[0]!.durationSeconds).toBeLessThan(30);
  });
});
