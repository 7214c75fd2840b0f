import * as v from 'valibot';
import { type LinkReport, LinkReportSchema } from '../../../result/impairment.ts';
import type { ServerLedger } from '../../../wire/control.ts';

/** What a server behind an emulated link says that the link did to this session; null where there is none. */
export function linkOf(ledger: ServerLedger | null): LinkReport | null {
  const parsed = v.safeParse(LinkReportSchema, ledger?.link);
  return parsed.success ? parsed.output : null;
}
