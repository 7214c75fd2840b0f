/** What server and system gave of what was asked for, as warnings. Pure. */
import type { SocketState } from '../../../net/port.ts';
import type { Warning } from '../../../result/document/schema.ts';
import type { Grant } from '../../../wire/control.ts';
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
