/**
 * The race: each protocol carries the same file over a link of its own, all links with one seed, so that the n-th packet
 * of each has the same fate. Started together, shown together; their prediction is made while the links are built.
 */
import { machineNow } from '../../../../clock.ts';
import {
  type Entrant,
  type LessonEvent,
  type ProtocolResult,
  RACERS,
  type Racer,
} from '../../../../result/document/lesson.ts';
import type { Impairment } from '../../../../result/impairment.ts';
import { SECOND } from '../../../../units.ts';
import { inPackets } from '../file.ts';
import { predictOnMachine } from '../predict.ts';
import { type ArqSetup, setupFor } from '../protocols.ts';
import { textbookEfficiency } from '../textbook.ts';
import { Transfer } from './transfer.ts';

export interface RaceOptions {
  readonly racers: readonly Racer[];
  readonly window: number;
  /** ns */
  readonly timeout: number;
  readonly impairment: Impairment;
  readonly file: Uint8Array;
  readonly tell: (event: LessonEvent) => void;
  /** Ends it: what there is so far is told. */
  readonly signal: AbortSignal;
}

export interface RaceOutcome {
  readonly results: readonly ProtocolResult[];
  readonly changes: readonly { readonly atSeconds: number; readonly impairment: Impairment }[];
}

/** Until the ends have been told to go, ns: all of them begin at the same moment. */
const HEAD_START = 0.02 * SECOND;

export class Race {
  readonly #options: RaceOptions;
  readonly #setups: readonly (readonly [Racer, ArqSetup | null])[];
  #transfers: readonly Transfer[] = [];
  #epoch: bigint | undefined;
  readonly #changes: { atSeconds: number; impairment: Impairment }[] = [];

  constructor(options: RaceOptions) {
    this.#options = options;
    const { impairment, window, timeout } = options;
    const reorders = impairment.up.reorder > 0 || impairment.down.reorder > 0;
    this.#setups = RACERS.filter((racer) => options.racers.includes(racer)).map((racer) => [
      racer,
      racer === 'tcp' ? null : setupFor(racer, window, timeout, reorders),
    ]);
  }

  /** @throws SockbenchError `lab-…`, `lesson-failed` */
  async run(): Promise<RaceOutcome> {
    const failed = new AbortController();
    const signal = AbortSignal.any([this.#options.signal, failed.signal]);
    let entrants: readonly Entrant[] = [];
    this.#transfers = this.#setups.map(([racer, setup], at) =>
      this.#transfer(racer, setup, () => entrants[at]!, signal),
    );
    const running = this.#transfers.map((transfer) => this.#ended(transfer));
    // One that fails takes the others down.
    for (const one of running) one.catch(() => failed.abort());
    // While the labs are being built.
    entrants = this.#setups.map(([racer, setup]) => this.#entrant(racer, setup));
    await Promise.race([this.#start(entrants), Promise.all(running)]);
    const results = await Promise.all(running);
    // Of a link that was changed nothing was predicted.
    const changed = this.#changes.length > 0;
    return {
      results: changed ? results.map((result) => ({ ...result, predicted: null, textbook: null })) : results,
      changes: this.#changes,
    };
  }

  /** Of all links, from now on. */
  setImpairment(impairment: Impairment): void {
    if (this.#epoch === undefined) return;
    const atSeconds = Math.max(0, Number(machineNow() - this.#epoch) / SECOND);
    this.#changes.push({ atSeconds, impairment });
    for (const transfer of this.#transfers) transfer.setImpairment(impairment);
    this.#options.tell({ event: 'link', atSeconds, impairment });
  }

  #transfer(racer: Racer, setup: ArqSetup | null, entrant: () => Entrant, signal: AbortSignal): Transfer {
    const { file, impairment, tell } = this.#options;
    return new Transfer({
      entrant,
      setup,
      file,
      impairment,
      signal,
      tell: (happenings) => {
        if (happenings.length > 0) tell({ event: 'happened', racer, happenings });
      },
    });
  }

  async #ended(transfer: Transfer): Promise<ProtocolResult> {
    const result = await transfer.run();
    this.#options.tell({ event: 'ended', result });
    return result;
  }

  async #start(entrants: readonly Entrant[]): Promise<void> {
    await Promise.all(this.#transfers.map(({ ready }) => ready));
    const { file, impairment, tell } = this.#options;
    this.#epoch = machineNow() + BigInt(HEAD_START);
    for (const transfer of this.#transfers) transfer.go(this.#epoch);
    tell({ event: 'start', entrants, impairment, packets: inPackets(file).length, bytes: file.length });
  }

  #entrant(name: Racer, setup: ArqSetup | null): Entrant {
    if (setup === null)
      return { name, window: null, space: null, timeoutSeconds: null, predicted: null, textbook: null };
    const { impairment, file } = this.#options;
    const prediction = predictOnMachine(setup, impairment, file);
    return {
      name,
      window: setup.window,
      space: setup.space,
      timeoutSeconds: setup.timeout / SECOND,
      predicted: prediction === null ? null : [prediction.low, prediction.high],
      textbook: textbookEfficiency(setup, impairment),
    };
  }
}
