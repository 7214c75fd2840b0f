/** A run for gates. */
import { runResult } from '../fixtures/results.ts';
import { transportResult } from '../fixtures/transport.ts';

export const udp = (lossUp: number) => runResult([transportResult({ transport: 'udp', lossUp, seed: 5 })]);
