/** What a fleet does at the moment, for whoever looks: each agent, and the sums. Pure but for what it remembers. */
import { Histogram } from '../../measure/histogram.ts';
import type { AgentMoment, FleetMoment, FleetSums } from '../../result/events/fleet-events.ts';
import type { Transport } from '../../units.ts';
import type { Member } from '../coordinator/member.ts';
import { halfWidth } from '../protocol/clock-bound.ts';
import type { SoFarTold } from '../protocol/moment-schema.ts';
import { countsOf, paceOf, type Told } from './told.ts';

type Known = number | null;

const added = (values: readonly Known[]): Known => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((all, value) => all + value, 0);
};

export class Sight {
  readonly #told = new Map<string, Map<Transport, Told>>();

  take({ id }: Member, soFar: SoFarTold): void {
    const of = this.#told.get(id) ?? new Map<Transport, Told>();
    this.#told.set(id, of);
    const before = of.get(soFar.transport)?.now;
    if (before !== undefined && soFar.moment.at <= before.moment.at) return;
    of.set(soFar.transport, { now: soFar, before });
  }

  /** @param members of the fleet @param beginAt the common instant @param now both by our clock */
  moment(members: readonly Member[], beginAt: number, now: number): FleetMoment {
    const started = Number.isFinite(beginAt) && now >= beginAt;
    return {
      atSeconds: started ? (now - beginAt) / 1e9 : null,
      agents: members.map((member) => this.#agent(member, now)),
      sums: (['tcp', 'udp'] as const).flatMap((transport) => this.#sums(members, transport)),
    };
  }

  #agent(member: Member, now: number): AgentMoment {
    const told = [...(this.#told.get(member.id)?.values() ?? [])];
    const counts = told.map((one) => countsOf(one.now));
    const clock = member.clock.at(now);
    const lags = told.flatMap(({ now: { moment } }) => (moment.ledger ?? moment.stream)!.sendLag ?? []);
    return {
      name: member.name,
      state: member.lost(now) ? 'lost' : member.report.state,
      silentSeconds: member.silentFor(now) / 1e9,
      rate: added(told.map((one) => paceOf(one).rate)),
      sent: added(counts.map(({ sent }) => sent)),
      received: added(counts.map(({ received }) => received)),
      missing: added(counts.map(({ missing }) => missing)),
      sendLagP99: lags.length === 0 ? null : Histogram.from(lags).quantile(0.99),
      clockError: clock === null ? null : halfWidth(clock),
    };
  }

  #sums(members: readonly Member[], transport: Transport): FleetSums[] {
    const told = members.flatMap(({ id }) => this.#told.get(id)?.get(transport) ?? []);
    if (told.length === 0) return [];
    const counts = told.map((one) => countsOf(one.now));
    const paces = told.map(paceOf);
    const times = told.flatMap(
      ({ now: { moment } }) => moment.ledger?.response ?? moment.ledger?.service ?? [],
    );
    const [p50 = null, p99 = null, max = null] =
      times.length === 0 ? [] : Histogram.from(times).quantiles([0.5, 0.99, 1]);
    return [
      {
        transport,
        rate: added(paces.map(({ rate }) => rate))!,
        bits: added(paces.map(({ bits }) => bits)),
        sent: added(counts.map(({ sent }) => sent))!,
        received: added(counts.map(({ received }) => received))!,
        missing: added(counts.map(({ missing }) => missing)),
        p50,
        p99,
        max,
      },
    ];
  }
}
