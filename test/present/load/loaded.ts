/** A document of a load whose truth is known. */
import { loadDocument } from '../../../src/experiment/load/load.ts';
import { loadVerdict } from '../../../src/experiment/load/verdict.ts';
import { judgeLoad } from '../../../src/result/asserts/load-asserts.ts';
import type { LoadDocument } from '../../../src/result/document/load.ts';
import { planWith, runsOf, type Truth, within } from '../../experiment/load/model.ts';

export const busy: Truth = { up: within(8, 36, 118), down: within(18, 36, 60), lostUp: new Set([1100]) };

let made: LoadDocument | undefined;

/** A copy for each who asks. */
export function document(truth: Truth = busy, gates: readonly string[] = []): LoadDocument {
  if (truth !== busy || gates.length > 0) return documentOf(truth, gates);
  made ??= documentOf(truth, gates);
  return structuredClone(made);
}

function documentOf(truth: Truth, gates: readonly string[]): LoadDocument {
  const plan = planWith();
  const runs = runsOf(plan, truth);
  const base = {
    tool: { name: 'sockbench' as const, version: '0' },
    startedAt: '2026-11-01T12:00:00.000Z',
    command: ['sockbench', 'load'],
    host: runs[0]!.host,
    ending: { status: 'completed' as const },
  };
  const body = loadVerdict(plan, runs);
  return { ...loadDocument(plan)(base, runs, body), asserts: judgeLoad(gates, { ...body, runs }) };
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
