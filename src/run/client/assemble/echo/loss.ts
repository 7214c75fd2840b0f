/** Loss of an echo: of round trips by the client's rows, and of each direction by the server's ledger beside them. Pure. */
import type { LedgerSummary } from '../../../../measure/ledger/ledger-data.ts';
import { lossConfidence } from '../../../../measure/statistics.ts';
import type { TransportResult } from '../../../../result/document/schema.ts';
import type { ServerLedger } from '../../../../wire/control.ts';
import { asRecord, clientDrops, wayOf } from '../common.ts';
import { type DirectionFlows, directionOf, total } from '../directions.ts';
import type { AssemblyInput } from '../inputs.ts';

export function lossOf(input: AssemblyInput, summary: LedgerSummary): TransportResult['loss'] {
  const { plan, ledger } = input;
  const missing = summary.lost + summary.late;
  const { interval, method } = lossConfidence(summary.sent, missing, summary.runLengths, summary.batches);
  const tcp = plan.transport === 'tcp';
  const up =
    ledger === null
      ? null
      : directionOf({
          ...wayOf(input, 'up'),
          ...(summary.open === 0 ? {} : { settled: settledUp(summary, ledger) }),
          foreign: ledger.foreign,
          tcp,
          sent: summary.flows.map((flow) => flow.sent),
          received: ledger.received,
          drops: ledger.drops,
          notAnswered: null,
          duplicates: tcp ? null : ledger.duplicates,
          reordered: tcp ? null : ledger.reordered,
        });
  const down =
    ledger === null
      ? null
      : directionOf({
          ...wayOf(input, 'down'),
          ...(summary.open === 0 ? {} : { settled: settledDown(summary, ledger) }),
          foreign: summary.foreign,
          tcp,
          sent: ledger.received,
          received: summary.flows.map((flow) => flow.received + flow.late),
          drops: clientDrops(input),
          notAnswered: ledger.notAnswered,
          duplicates: tcp ? null : summary.duplicates,
          reordered: tcp ? null : summary.reorderedDown,
        });
  return {
    ratio: summary.sent === 0 ? null : missing / summary.sent,
    confidence95: interval,
    confidenceMethod: method,
    up,
    down,
    runLengths: asRecord(summary.runLengths),
  };
}

/** Nothing is awaited of these: up, sent and arrived at the server; down, arrived there and answered. */
function settledUp({ flows }: LedgerSummary, ledger: ServerLedger): DirectionFlows['settled'] {
  if (ledger.settled == null) return null;
  return {
    sent: total(flows.map(({ sent, settled }) => settled?.sent ?? sent)),
    received: total(ledger.settled),
  };
}

function settledDown({ flows }: LedgerSummary, ledger: ServerLedger): DirectionFlows['settled'] {
  if (ledger.settled == null) return null;
  return {
    sent: total(ledger.settled),
    received: total(flows.map(({ received, late, settled }) => settled?.answered ?? received + late)),
  };
}
