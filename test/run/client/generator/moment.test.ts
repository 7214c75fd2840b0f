/** What generators tell each second: joined it is that of one, and in the end that of the ledger. */
import { expect, it } from 'vitest';
import { Histogram } from '../../../../src/measure/histogram.ts';
import { Ledger } from '../../../../src/measure/ledger/ledger.ts';
import { type Moment, mergeMoments } from '../../../../src/run/client/generator/moment.ts';
import { Moments } from '../../../../src/run/client/generator/moment-teller.ts';

const THRESHOLD = 100;
const ledgerOf = (openLoop = true): Ledger =>
  new Ledger({ flows: 2, lossThreshold: THRESHOLD, interval: 1000, start: 0, openLoop, tcp: false });

function played(from: number): Ledger {
  const ledger = ledgerOf();
  for (let number = 0; number < 10; number++)
    ledger.sent(number % 2, Math.floor(number / 2), from, from + number * 10);
  ledger.refused(0, 5, from, 'ENOBUFS');
  ledger.arrived(0, 0, from + 7);
  ledger.arrived(0, 0, from + 9);
  ledger.arrived(1, 0, from + 250);
  ledger.corrupt();
  return ledger;
}

it('tells what is lost, and what nobody knows yet', () => {
  const { sent, received, late, lost, open, duplicates, refused, corrupt } = played(0).moment(150);
  expect({ sent, received, late, lost, open, duplicates, corrupt }).toEqual({
    sent: 10,
    received: 1,
    late: 1,
    lost: 3,
    open: 5,
    duplicates: 1,
    corrupt: 1,
  });
  expect([...refused]).toEqual([['ENOBUFS', 1]]);
});

it('does not change the ledger, and is what the ledger says in the end', () => {
  const asked = played(0);
  for (let now = 0; now < 2000; now += 50) asked.moment(now);
  expect(asked.close()).toEqual(played(0).close());
  const { lost, open } = played(0).moment(2000);
  expect([lost, open]).toEqual([played(0).close().lost, 0]);
});

const momentOf = (from: number): Moment => ({ at: from, ledger: played(from).moment(5000), stream: null });

it('of several generators: sums, and histograms cell by cell', () => {
  const parts = [momentOf(5), momentOf(700)];
  const { at, ledger } = mergeMoments(parts);
  expect(at).toBe(5);
  expect(ledger).toMatchObject({
    sent: 20,
    received: 2,
    late: 2,
    lost: 16,
    open: 0,
    refused: new Map([['ENOBUFS', 2]]),
  });
  expect(ledger!.service).toEqual(Histogram.from(parts.map((part) => part.ledger!.service)).data());
  const closed = { at: 0, ledger: ledgerOf(false).moment(1), stream: null };
  expect(mergeMoments([parts[0]!, closed]).ledger!.response).toBe(null);
});

it('is told when every generator has told of that second', () => {
  const told: number[] = [];
  const moments = new Moments(2, ({ ledger }) => told.push(ledger!.sent));
  moments.take(0, { second: 1, moment: momentOf(0) });
  expect(told).toEqual([]);
  moments.take(1, { second: 1, moment: momentOf(0) });
  moments.take(1, { second: 2, moment: momentOf(0) });
  moments.take(0, { second: 3, moment: momentOf(0) });
  expect(told).toEqual([20, 20]);
});
