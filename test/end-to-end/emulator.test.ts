/** Every count of the result against a bad network that shares no code with this project, to the datagram. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { linuxSupport } from '../../src/net/choose.ts';
import { Emulator, type Fault } from './emulator.ts';
import { measuredHere } from './in-process.ts';
import { type Serving, serving } from './serving.ts';

const CLIENTS = 3;
/** Of each flow. */
const COUNT = 200;
const FAULT: Fault = {
  loss: 0.05,
  duplicate: 0.04,
  overtaken: 0.03,
  replaced: 0.02,
  late: 0.03,
  lateBy: 900,
  // A late answer arrives while others are still sent: the end of the run does not cut it off.
  lateUntil: COUNT / 4,
  tailFrom: COUNT - 3,
  tailOf: 'up',
};
/** An answer is late after 600 ms. */
const RUN = [
  '--clients',
  `${CLIENTS}`,
  '--rate',
  '300',
  '--count',
  `${CLIENTS * COUNT}`,
  '--loss-threshold',
  '600ms',
];

const unsupported = await linuxSupport();
if (unsupported !== undefined)
  console.warn(`skipped the linux engine: ${unsupported.obstacle} ${unsupported.detail}`);

describe.each(['portable', 'linux'])("the %s engine through a stranger's network", (engine) => {
  let server: Serving;
  let emulator: Emulator;

  beforeAll(async () => {
    server = await serving('--engine', engine);
  });
  afterEach(() => emulator.close());
  afterAll(() => server.stop());

  const through = async (seed: number, fault: Fault, ...more: string[]) => {
    emulator = new Emulator(server.port, seed, fault);
    const target = `127.0.0.1:${await emulator.listen()}`;
    const line = ['udp', target, '--engine', engine, ...RUN, ...more].join(' ');
    return (await measuredHere(line)).transports[0]!;
  };
  const skip = engine === 'linux' && unsupported !== undefined;

  it.skipIf(skip)(
    'echo: loss of each direction, late answers, duplicates, reordering, tail losses',
    async () => {
      const { probes, loss, warmup } = await through(11, FAULT, '--warmup', '500ms');
      const up = emulator.truth('up');
      const down = emulator.truth('down');
      expect(up.sent).toBe(CLIENTS * COUNT);
      expect(probes).toMatchObject({
        sent: up.sent,
        lost: up.sent - down.arrived,
        late: emulator.lateAnswers(),
        received: down.arrived - emulator.lateAnswers(),
        duplicates: down.extra,
        reordered: down.reordered,
        corrupt: 0,
        foreign: 0,
      });
      expect(loss.up).toMatchObject({
        sent: up.sent,
        received: up.arrived,
        lost: up.sent - up.arrived,
        duplicates: up.extra,
        reordered: up.reordered,
        causes: { receiverBuffer: 0, network: up.sent - up.arrived },
      });
      expect(loss.down).toMatchObject({
        sent: up.arrived,
        received: down.arrived,
        lost: up.arrived - down.arrived,
        duplicates: down.extra,
      });
      const before = emulator.truth('up warm-up');
      expect(warmup).toMatchObject({
        sent: before.sent,
        lost: before.sent - emulator.truth('down warm-up').arrived,
      });
      // The faults were truly there.
      for (const count of [up.extra, down.extra, up.reordered, down.reordered, emulator.lateAnswers()])
        expect(count).toBeGreaterThan(0);
    },
  );

  it.skipIf(skip).each(['up', 'down', 'both'] as const)('mode %s', async (mode) => {
    const none = { ...FAULT, late: 0, tailOf: mode === 'down' ? ('down' as const) : ('up' as const) };
    const { loss } = await through(23, none, '--mode', mode);
    for (const way of ['up', 'down'] as const) {
      if (mode !== 'both' && mode !== way) {
        expect(loss[way]).toBeNull();
        continue;
      }
      const truth = emulator.truth(way);
      expect(truth.sent).toBe(CLIENTS * COUNT);
      expect(loss[way]).toMatchObject({
        sent: truth.sent,
        received: truth.arrived,
        lost: truth.sent - truth.arrived,
        duplicates: truth.extra,
        reordered: truth.reordered,
      });
      expect(truth.extra * truth.reordered).toBeGreaterThan(0);
    }
  });
});
