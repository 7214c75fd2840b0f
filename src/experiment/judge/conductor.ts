/**
 * Runs the cases: the clean one first, for what it teaches, then the others, some at once; a case that fails is run a
 * second time. Tells each as it is judged. What was judged stays when the rest is interrupted.
 */
import type { CaseResult, DiagramPacket } from '../../result/document/judgement.ts';
import { type Case, type Made, usualCases } from './cases.ts';
import { diagramOf } from './diagram.ts';
import { type Learnt, learn } from './evidence/learn.ts';
import type { TrialSeen } from './evidence/seen.ts';
import { type Judged, judgeTrial } from './verdict/verdict.ts';

/** Packets that are a flood, before anything is known of the pair, and for each packet that the file needs. */
const FLOOD = { atAll: 2000, forEachPacket: 100, smallestPacket: 250 };

export interface JudgeOptions {
  readonly cases: readonly Case[];
  /** In place of the files that are made. */
  readonly file: Uint8Array | null;
  /** Cases at once. */
  readonly jobs: number;
  /** One trial of the pair; the lab's, or one in a test. */
  readonly trial: (made: Made, mostPackets: number) => Promise<TrialSeen>;
  readonly interrupted: AbortSignal;
}

export type JudgeEvent =
  | { readonly event: 'begun'; readonly name: string; readonly seed: number }
  | { readonly event: 'judged'; readonly result: CaseResult }
  /** It could not be made. */
  | { readonly event: 'skipped'; readonly name: string };

/** What the cases came to. */
export interface Outcome {
  readonly cases: readonly CaseResult[];
  readonly skipped: readonly string[];
  readonly learnt: Learnt | null;
  readonly diagram: { readonly case: string; readonly packets: readonly DiagramPacket[] } | null;
}

/** @throws SockbenchError where no trial can be made here at all */
export function judgePair(options: JudgeOptions, tell: (event: JudgeEvent) => void): Promise<Outcome> {
  return new Judgement(options, tell).run();
}

class Judgement {
  readonly #options: JudgeOptions;
  readonly #tell: (event: JudgeEvent) => void;
  readonly #results = new Map<Case, { result: CaseResult; judged: Judged }>();
  readonly #skipped: string[] = [];
  #learnt: Learnt | null = null;

  constructor(options: JudgeOptions, tell: (event: JudgeEvent) => void) {
    this.#options = options;
    this.#tell = tell;
  }

  async run(): Promise<Outcome> {
    const { cases, jobs } = this.#options;
    const first = cases.find(({ name }) => name === CLEAN);
    const waiting = cases.filter((one) => one !== first);
    if (first !== undefined) await this.#judge(first);
    else if (waiting.some(({ scripted }) => scripted)) await this.#learnBeforehand(waiting[0]!);
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await this.#judge(next);
    };
    await Promise.all(Array.from({ length: jobs }, work));
    return this.#outcome();
  }

  #outcome(): Outcome {
    const judged = this.#options.cases.flatMap((one) => this.#results.get(one) ?? []);
    const failed = judged.find(({ result }) => result.verdict === 'fail');
    return {
      cases: judged.map(({ result }) => result),
      skipped: this.#skipped,
      learnt: this.#learnt,
      diagram: failed === undefined ? null : { case: failed.result.name, packets: diagramOf(failed.judged) },
    };
  }

  /** The clean case was not asked for, but others need what it teaches. */
  async #learnBeforehand({ seed }: Case): Promise<void> {
    const clean = usualCases(seed, this.#options.file, false).find(({ name }) => name === CLEAN)!;
    this.#learnt = learn(await this.#trial(clean.make(null)!));
  }

  async #judge(one: Case): Promise<void> {
    if (this.#options.interrupted.aborted) return;
    const { name, seed } = one;
    const made = one.make(this.#learnt);
    if (made === null) {
      this.#skipped.push(name);
      this.#tell({ event: 'skipped', name });
      return;
    }
    this.#tell({ event: 'begun', name, seed });
    const seen = await this.#trial(made);
    if (seen.stopped === 'interrupted') return;
    if (name === CLEAN) this.#learnt ??= learn(seen);
    const judged = judgeTrial(seen, this.#learnt);
    const again = needsSecond(judged) ? await this.#secondRun(made) : null;
    if (again === 'interrupted') return;
    const result = resultOf(one, judged, again);
    this.#results.set(one, { result, judged });
    this.#tell({ event: 'judged', result });
  }

  async #secondRun(made: Made): Promise<CaseResult['again'] | 'interrupted'> {
    const seen = await this.#trial(made);
    if (seen.stopped === 'interrupted') return 'interrupted';
    const { verdict, reasons } = judgeTrial(seen, this.#learnt);
    return { verdict, reasons };
  }

  #trial(made: Made): Promise<TrialSeen> {
    const { atAll, forEachPacket, smallestPacket } = FLOOD;
    const needed = made.file.length / (this.#learnt?.packetBytes ?? smallestPacket);
    return this.#options.trial(made, atAll + Math.ceil(needed * forEachPacket));
  }
}

const CLEAN = 'clean';

/** What does not start will not start the next time. */
const needsSecond = ({ verdict, reasons }: Judged): boolean =>
  verdict === 'fail' && !reasons.includes('not-started');

function resultOf({ name, seed }: Case, judged: Judged, again: CaseResult['again']): CaseResult {
  const { traffic: _, ...result } = judged;
  const unstable = again?.verdict === 'pass';
  return {
    name,
    seed,
    ...result,
    again,
    reasons: unstable ? [...result.reasons, 'unstable'] : result.reasons,
  };
}
