/**
 * Everything of ours that listens, attacked as a process of its own: it stays, forgets, and serves honest people as before.
 * `npm run attack` does fifty times as much, and writes docs/attacks.md from what it measured.
 */
import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Attack, FULL } from './attack.ts';
import { Callers } from './callers.ts';
import { HONEST } from './honest-use.ts';
import { connections } from './on/connections.ts';
import { datagrams } from './on/datagrams.ts';
import { room } from './on/room.ts';
import { absent, type Kind, SUBJECTS, type Subject, startSubject } from './subject.ts';

const ATTACKS: readonly Attack[] = [...connections, ...datagrams, ...room];
const FIGURES = process.env['SOCKBENCH_ATTACK_FIGURES'];
/** MB that the processes of one command may have more after an attack, and at most during it. */
const MOST_LEFT = 120;
const MOST_MORE = 400;
/** Descriptors that are kept for good reason: a thread in reserve. */
const KEPT = 8;

describe.each(Object.keys(SUBJECTS) as Kind[])('%s', (kind) => {
  let subject: Subject;
  const skip = absent(kind) !== undefined;

  beforeAll(async () => {
    if (skip) return;
    subject = await startSubject(kind);
    // What is loaded and kept at the first use is not the attack's.
    await HONEST[kind](subject.port);
  });
  afterAll(() => subject?.stop());

  /** Attacks it, one way after the other; then it must be as it was. */
  async function survive(attacks: readonly Attack[]): Promise<void> {
    const before = subject.held();
    const callers = new Callers(subject.port);
    const strangers = new Callers(subject.port);
    try {
      for (const attack of attacks) {
        await attack.run(attack.datagrams === true ? strangers : callers, subject.port);
        if (!subject.alive()) throw new Error(`it did not survive ${attack.name}`);
      }
      await HONEST[kind](subject.port);
    } finally {
      callers.close();
      strangers.close();
    }
    expect(subject.alive()).toBe(true);
    await expect
      .poll(() => subject.held().descriptors, { timeout: 30_000 })
      .toBeLessThanOrEqual(before.descriptors + KEPT);
    await HONEST[kind](subject.port);
    const after = subject.held();
    // No answer to a stranger is larger than what came.
    expect(strangers.got).toBeLessThanOrEqual(strangers.sent);
    expect(after.memory - before.memory).toBeLessThan(MOST_LEFT);
    expect(after.peak - before.memory).toBeLessThan(MOST_MORE);
    if (FIGURES === undefined) return;
    const [sent, got] = [callers.sent + strangers.sent, callers.got + strangers.got];
    const name = attacks.map((attack) => attack.name).join('; ');
    appendFileSync(FIGURES, `${JSON.stringify({ kind, name, sent, got, before, after })}\n`);
  }

  const attacks = ATTACKS.filter(({ on, missing }) => on.includes(kind) && missing === undefined);
  // One after the other with a look at each costs a minute: in a test run they come together.
  const tests: [string, Attack[]][] = FULL
    ? attacks.map((attack) => [attack.name, [attack]])
    : [['all of them', attacks]];
  it.skipIf(skip).each(tests)('survives %s', (_, some) => survive(some), FULL ? 600_000 : 60_000);
});
