/** Micro-benchmarks of the hot path: what one probe costs in each piece of bookkeeping, best of several passes. */
import { fileURLToPath } from 'node:url';
import { Arrivals } from '../../dist/measure/arrivals.js';
import { Histogram } from '../../dist/measure/histogram.js';
import { Ledger } from '../../dist/measure/ledger/ledger.js';
import { Batch, copyHeader, writeTime } from '../../dist/wire/batch.js';
import { readNumber, readType, writeProbe } from '../../dist/wire/header.js';

const TOKEN = { high: 1, low: 2 };
const COUNT = 200_000;
const PASSES = 7;

const ledger = () =>
  new Ledger({
    transport: 'udp',
    flows: 1,
    lossThreshold: 3e9,
    interval: 1e9,
    start: 0,
    openLoop: true,
    tcp: false,
  });

/** Each makes its state anew for a pass and returns the operation for the i-th probe. */
const OPERATIONS = {
  'ledger: sent and arrived': () => {
    const one = ledger();
    return (i) => {
      one.sent(0, i, i * 1000, i * 1000 + 50, false);
      one.arrived(0, i, i * 1000 + 20_000, i, i * 1000 + 10_000, i * 1000 + 50);
    };
  },
  'arrivals: one datagram of a stream': () => {
    const one = new Arrivals(false);
    return (i) => one.arrived(i, i * 1000, i * 1000 + 20_000);
  },
  'histogram: one value': () => {
    const one = new Histogram();
    return (i) => one.record(5000 + (i % 1000) * 37);
  },
  'probe codec: write a probe and stamp it': () => {
    const { view } = new Batch(1);
    return (i) => {
      writeProbe(view, 0, 0, 0, 3, TOKEN, i);
      writeTime(view, 24, i * 1000);
    };
  },
  'probe codec: read type and number': () => {
    const { view } = new Batch(1);
    writeProbe(view, 0, 0, 0, 3, TOKEN, 77);
    let sum = 0;
    return () => (sum += readType(view, 0) + readNumber(view, 0));
  },
  'batch: copy one header': () => {
    const from = new Batch(64);
    const to = new Batch(64);
    return (i) => copyHeader(to, i & 63, from.words, (i & 63) * 16);
  },
  'clock: one reading': () => () => performance.now(),
};

export function micro() {
  return Object.entries(OPERATIONS).map(([operation, make]) => {
    let best = Number.POSITIVE_INFINITY;
    for (let pass = 0; pass < PASSES; pass++) {
      const act = make();
      const begun = process.hrtime.bigint();
      for (let i = 0; i < COUNT; i++) act(i);
      best = Math.min(best, Number(process.hrtime.bigint() - begun) / COUNT);
    }
    return { operation, ns: best };
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.table(micro());
