/** The judgement as a document, from what the cases came to. */
import { JUDGEMENT_SCHEMA, type Judgement } from '../../result/document/judgement.ts';
import { describeHost } from '../../run/client/host.ts';
import type { Outcome } from './conductor.ts';

export interface Frame {
  readonly version: string;
  readonly command: readonly string[];
  readonly startedAt: Date;
  readonly spec: Judgement['spec'];
  readonly interrupted: boolean;
}

export function judgementOf({ cases, skipped, learnt, diagram }: Outcome, frame: Frame): Judgement {
  const passed = cases.filter(({ verdict }) => verdict === 'pass').length;
  return {
    schema: JUDGEMENT_SCHEMA,
    tool: { name: 'sockbench', version: frame.version },
    startedAt: frame.startedAt.toISOString(),
    command: [...frame.command],
    host: describeHost(),
    spec: frame.spec,
    ending: { status: frame.interrupted ? 'interrupted' : 'completed' },
    cases: [...cases],
    skipped: [...skipped],
    passed,
    failed: cases.length - passed,
    learnt:
      learnt === null
        ? null
        : { transport: learnt.transport, packetBytes: learnt.packetBytes, up: learnt.up, down: learnt.down },
    diagram: diagram === null ? null : { case: diagram.case, packets: [...diagram.packets] },
    asserts: [],
  };
}
