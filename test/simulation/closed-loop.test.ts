/** A closed loop over a lossy path: each client sends again on its answer, or when the threshold has passed. */
import { expect, it } from 'vitest';
import { assembled } from './assembled.ts';
import { naive } from './naive.ts';
import { runEcho } from './world.ts';

const THRESHOLD = 60e6;

for (const flows of [1, 4])
  it(`${flows} client${flows > 1 ? 's' : ''}`, async () => {
    const outcome = await runEcho({
      transport: 'udp',
      rate: 'closed',
      flows,
      duration: 2e9,
      size: 100,
      lossThreshold: THRESHOLD,
      network: {
        seed: 4,
        up: { loss: 0.1, delay: 2e6, jitter: 1e6, duplicate: 0.05 },
        down: { loss: 0.1, delay: 2e6, jitter: 1e6, reorder: 0.1, reorderBy: 80e6 },
      },
    });
    const { sent, received } = outcome.books.client;
    for (let flow = 0; flow < flows; flow++) {
      const own = sent.filter((entry) => entry.flow === flow);
      own.slice(1).forEach(({ at }, k) => {
        const before = own[k]!;
        const answer = received.find((entry) => entry.flow === flow && entry.number === before.number);
        const due = Math.min(answer?.at ?? Number.POSITIVE_INFINITY, before.at + THRESHOLD);
        expect(at).toBeGreaterThanOrEqual(due);
        // A turn of the driver, and no more.
        expect(at).toBeLessThan(due + 2e6);
      });
    }
    const result = assembled(outcome);
    // There are no intended times: nothing is offered, and nothing is late to leave.
    expect(result.rate.offered).toBeNull();
    expect(result.latency).toMatchObject({ response: null, sendLag: null });
    const truth = naive(outcome);
    const count = (holds: (probe: (typeof truth.probes)[number]) => boolean): number =>
      truth.probes.filter(holds).length;
    expect(result.probes).toMatchObject({
      sent: sent.length,
      received: count(truth.isReceived),
      late: count(truth.isLate),
      lost: count(({ answeredAt }) => answeredAt === null),
    });
    expect(result.probes!.late).toBeGreaterThan(0);
    expect(result.loss.runLengths).toEqual(truth.runs);
    expect(result.quality.warnings.map(({ code }) => code)).toContain('closed-loop');
  });
