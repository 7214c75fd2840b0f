/** What server and system gave of what was asked for, as warnings. Pure. */
import type { SocketState } from '../../../net/port.ts';
import type { Warning } from '../../../result/document/schema.ts';
import type { Grant, ServerLedger } from '../../../wire/control.ts';
import { type AskedSockets, differencesOf } from '../../sockets.ts';
import { warning } from '../assemble/warnings.ts';
import { harmless } from '../control/control.ts';

export function grantWarnings({ limited, notice }: Grant): Warning[] {
  const less = limited.map((what) => warning('limited', { what: harmless(what) }));
  return notice === null ? less : [...less, warning('notice', { text: harmless(notice) })];
}

/** @param side whose socket was read back */
export function socketWarnings(
  asked: AskedSockets,
  given: SocketState | null,
  side: 'client' | 'server',
): Warning[] {
  return differencesOf(asked, given).map((difference) => warning('option-differs', { ...difference, side }));
}

/** What the server tells of itself at the end. */
export function ledgerWarnings(asked: AskedSockets, ledger: ServerLedger | null): Warning[] {
  const { sockets = null, overLimit = 0 } = ledger ?? {};
  const over = overLimit > 0 ? [warning('over-limit', { count: overLimit })] : [];
  return [...socketWarnings(asked, sockets ?? null, 'server'), ...over];
}
