/** Batches of probes for the suite, and what of them came back. */
import { expect } from 'vitest';
import { Batch } from '../../src/wire/batch.ts';
import { readNumber, TYPE_PROBE, writeProbe } from '../../src/wire/header.ts';
import type { PortBench } from './bench.ts';

export const TOKEN = { high: 0xfedcba98, low: 0x76543210 };
export const range = (count: number) => [...Array(count).keys()];

export interface Arrival {
  readonly flow: number;
  readonly number: number;
  readonly length: number;
}

export function add(batch: Batch, flow: number, number: number, length: number, type = TYPE_PROBE): void {
  const entry = batch.count++;
  batch.flow[entry] = flow;
  batch.length[entry] = length;
  batch.time[entry] = -1;
  batch.status[entry] = -99;
  writeProbe(batch.view, entry * 64, type, 0, flow, TOKEN, number);
}

export async function collect(bench: PortBench, count: number, capacity = 16): Promise<Arrival[]> {
  const got: Arrival[] = [];
  const batch = new Batch(capacity);
  await bench.until(() => {
    bench.port.receive(batch);
    expect(batch.count).toBeLessThanOrEqual(capacity);
    for (let i = 0; i < batch.count; i++)
      got.push({
        flow: batch.flow[i]!,
        number: readNumber(batch.view, i * 64),
        length: batch.length[i]!,
      });
    return got.length >= count;
  });
  return got;
}
