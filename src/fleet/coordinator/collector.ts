/** What the agents hand over, read and doubted: parts, and what they tell each second; in the end what is known of each. */
import { believed } from '../../run/client/assemble/ledger-check.ts';
import { planTransport, type TransportPlan } from '../../run/client/plan/effective.ts';
import type { Finished } from '../../run/client/threads/pool.ts';
import { wallOffset } from '../../run/clock-word.ts';
import type { Transport } from '../../units.ts';
import type { ClockWord } from '../../wire/control.ts';
import { Progress } from '../merge/lost/progress.ts';
import type { AgentOutcome, Measured } from '../merge/outcome.ts';
import type { Failure } from '../protocol/messages.ts';
import { SoFarSchema, type SoFarTold } from '../protocol/moment-schema.ts';
import { MOMENT_BOUNDS, partBounds, unpack } from '../protocol/packed.ts';
import { type Part, PartSchema } from '../protocol/part-schema.ts';
import type { Member } from './member.ts';

const UNREADABLE: Failure = { code: 'agent-unreadable', operation: 'merge', details: {} };

interface Collected {
  readonly parts: Map<Transport, Part>;
  readonly progress: Map<Transport, Progress>;
  failure: Failure | null;
}

export class Collector {
  readonly #of = new Map<string, Collected>();
  readonly #told: (member: Member, soFar: SoFarTold) => void;

  /** @param told what an agent has measured so far, for whoever looks */
  constructor(told: (member: Member, soFar: SoFarTold) => void = () => {}) {
    this.#told = told;
  }

  #collected({ id }: Member): Collected {
    const known = this.#of.get(id) ?? { parts: new Map(), progress: new Map(), failure: null };
    this.#of.set(id, known);
    return known;
  }

  /** @see RosterOptions.measured */
  take(member: Member, part: number | null, data: string): void {
    try {
      if (part === null) this.#moment(member, data);
      else this.#part(member, data);
    } catch {
      // A mistake of ours, met by what it said, costs this agent its part, by name, and nobody else.
      this.#collected(member).failure ??= UNREADABLE;
    }
  }

  #moment(member: Member, data: string): void {
    const soFar = unpack(SoFarSchema, data, MOMENT_BOUNDS);
    const plan = soFar && planOf(member, soFar.transport);
    if (soFar === undefined || plan === undefined) return;
    const { progress } = this.#collected(member);
    const own = progress.get(plan.transport) ?? new Progress(plan.interval);
    progress.set(plan.transport, own);
    own.take(soFar);
    this.#told(member, soFar);
  }

  #part(member: Member, data: string): void {
    const collected = this.#collected(member);
    const part = unpack(PartSchema, data, partBounds(member.agents));
    const doubtful = part === undefined || collected.parts.has(part.plan.transport) || !fits(part, member);
    if (doubtful) collected.failure ??= UNREADABLE;
    else collected.parts.set(part.plan.transport, doubted(part));
  }

  /** @param clients of all agents @param clock what we say of our own */
  outcome(member: Member, clients: number, clock: ClockWord, now: number): AgentOutcome {
    const { parts, progress, failure } = this.#collected(member);
    const { report, began, task } = member;
    const measured = new Map<Transport, Measured>();
    for (const transport of task!.spec.transports) {
      const part = parts.get(transport) ?? null;
      const plan = part?.plan ?? planOf(member, transport);
      if (plan === undefined) continue;
      measured.set(transport, {
        plan,
        part,
        progress: progress.get(transport) ?? new Progress(plan.interval),
      });
    }
    const wall = began === null ? null : wallOffset(clock, report.clock);
    return {
      name: report.name,
      host: report.host,
      machine: report.clock.same,
      share: task!.spec.clients / clients,
      clock: {
        offset: began === null ? null : [began.clock.low + wall!, began.clock.high + wall!],
        began: began === null ? null : [began.after.low, began.after.high],
      },
      lost: !member.delivered && member.lost(now),
      failure: failure ?? report.failure,
      effective: report.ready?.effective ?? null,
      measured,
    };
  }
}

/** As it was granted; undefined where its flows never were open. */
function planOf({ task, granted }: Member, transport: Transport): TransportPlan | undefined {
  const own = granted.get(transport);
  if (own === undefined || task === undefined) return undefined;
  const { clients, rate, size, duration, warmup } = own;
  const asked = planTransport(task.spec, transport);
  return { ...asked, clients, rate, size, warmup, duration: duration ?? asked.duration };
}

/** It is a part of what this agent was granted, and each of its generators has the flows that it should. */
function fits({ plan, finished, workers, ledger }: Part, member: Member): boolean {
  const own = planOf(member, plan.transport);
  if (own === undefined || plan.clients !== own.clients || plan.size !== own.size) return false;
  if (plan.mode !== own.mode || plan.interval !== own.interval || finished.length > workers) return false;
  const flows = (worker: number): number => Math.floor((plan.clients - worker - 1) / workers) + 1;
  const isColumn = (length: number, of: number): boolean =>
    finished.length < workers || length === of || (length === 0 && plan.mode !== 'echo');
  return (
    (ledger === null || ledger.received.length === plan.clients) &&
    finished.every(({ measured, stream }, worker) => {
      const columns = measured === null ? [stream?.sentOf, stream?.receivedOf] : [measured.flows];
      return columns.every((column) => column !== undefined && isColumn(column.length, flows(worker)));
    })
  );
}

/** A server's ledger that cannot be true beside its client's is left out; whoever handed it over may not have looked. */
function doubted(part: Part): Part {
  const { ledger, plan, finished, workers } = part;
  const own = finished.map((one): Finished => ({ type: 'finished', ...one }));
  const { ledger: trusted, warnings } = believed(ledger, plan, own, workers);
  return { ...part, ledger: trusted, warnings: [...part.warnings, ...warnings] };
}
