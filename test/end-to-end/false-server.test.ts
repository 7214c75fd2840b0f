/** Runs against a server that tells what cannot be, or never comes to an end. */
import { afterAll, describe, expect, it } from 'vitest';
import { statusOf } from '../../src/cli/run/output.ts';
import type { RunResult } from '../../src/result/document/schema.ts';
import type { ServerLedger } from '../../src/wire/control.ts';
import { LEDGER } from '../session/control-messages.ts';
import { endAll, run, words } from './command.ts';
import { type FalseServer, falseServer } from './false-server.ts';
import { ranHere } from './in-process.ts';

const servers: FalseServer[] = [];
afterAll(() => {
  for (const server of servers) server.end();
  endAll();
});

const LINE = '--rate 100 --duration 1s --warmup 0s';

async function telling(ledger: ServerLedger | null): Promise<string> {
  const server = await falseServer({ rate: 100, duration: 1e9 }, ledger);
  servers.push(server);
  return server.target;
}

async function against(ledger: ServerLedger, line: string) {
  const result = await ranHere(`udp ${await telling(ledger)} ${LINE} ${line}`);
  return { status: statusOf(result), result };
}

const codesOf = ({ transports }: RunResult) => transports[0]!.quality.warnings.map(({ code }) => code);

// They wait for what never comes, and can do that together.
describe.concurrent('a server', () => {
  it('whose counts are what they must be: believed', async () => {
    const { status, result } = await against(LEDGER, '--assert up.loss<1%');
    expect(codesOf(result)).not.toContain('ledger-contradicts');
    expect(result.transports[0]!.loss).toMatchObject({ up: { sent: 100, lost: 0 }, down: { sent: 100 } });
    expect(status).toBe(0);
  });

  it('that received more than was sent: nothing of it is believed, and no gate passes', async () => {
    const lie = { ...LEDGER, received: [5000], sent: [0], bytesReceived: 320_000, bytesSent: 0 };
    const { status, result } = await against(lie, '--mode up --assert loss<1% --assert goodput>1bit/s');
    const [one] = result.transports;
    expect(codesOf(result)).toContain('ledger-contradicts');
    expect(one!.loss).toMatchObject({
      ratio: null,
      up: { sent: 100, received: null, lost: null },
      down: null,
    });
    expect([one!.probes, one!.bytes.received, one!.goodput.up]).toEqual([null, null, null]);
    expect(result.asserts.map(({ value, holds }) => [value, holds])).toEqual([
      [null, false],
      [null, false],
    ]);
    expect(status).toBe(3);
  });

  it.each([
    ['more than was sent', { received: [500], sent: [500] }],
    ['columns of no flow', { received: [], sent: [], notAnswered: [], drops: [] }],
  ])('of an echo, %s: directions are unknown, and what was seen here is kept', async (_, lie) => {
    const { status, result } = await against({ ...LEDGER, ...lie }, '--assert up.loss<1%');
    const [one] = result.transports;
    expect(codesOf(result)).toContain('ledger-contradicts');
    expect(one!.loss).toMatchObject({ ratio: 0, up: null, down: null });
    expect(one!.probes).toMatchObject({ sent: 100, received: 100, lost: 0 });
    expect(status).toBe(3);
  });

  it.each([
    ['', 20, { sent: 100, received: 100 }],
    ['--mode down', 30, null],
  ] as const)(
    'that goes on and on: %s the run ends, with what was seen here',
    async (mode, within, probes) => {
      const target = await telling(null);
      const began = performance.now();
      const line = `udp ${target} ${LINE} ${mode} --loss-threshold 200ms --json --ui none`;
      const { status, out, err } = await run(...words(line));
      expect((performance.now() - began) / 1000).toBeLessThan(within);
      const result = JSON.parse(out) as RunResult;
      expect(err).toContain('sockbench: ');
      expect(result.ending).toMatchObject({ status: 'failed', code: 'control-lost' });
      const [one] = result.transports;
      if (probes === null) expect(one!.loss.down).toMatchObject({ sent: null, received: 0, lost: null });
      else expect(one!.probes).toMatchObject(probes);
      expect(status).toBe(1);
    },
  );
});
