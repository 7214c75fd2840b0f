/** Socket options as they were asked for, and as the system gave them. Pure. */
import type { SocketState } from '../net/port.ts';

/** null: nothing was asked for. */
export interface AskedSockets {
  readonly sendBuffer: number | null;
  readonly receiveBuffer: number | null;
  readonly dscp: number | null;
  readonly nagle: boolean;
  readonly congestionControl: string | null;
}

/** As they are typed. */
const OPTIONS = {
  '--send-buffer': 'sendBuffer',
  '--receive-buffer': 'receiveBuffer',
  '--dscp': 'dscp',
  '--congestion': 'congestionControl',
} as const;

export interface Difference {
  readonly option: keyof typeof OPTIONS;
  readonly asked: number | string;
  readonly given: number | string;
}

/** An option that the system answers with a value of its own. */
export const asksAnything = (asked: AskedSockets): boolean =>
  asked.nagle || Object.values(OPTIONS).some((name) => asked[name] !== null);

/** What was asked for and is something else. What the system does not tell is no difference. */
export function differencesOf(asked: AskedSockets, given: SocketState | null): Difference[] {
  return Object.entries(OPTIONS).flatMap(([option, name]): Difference[] => {
    const wanted = asked[name];
    const had = given?.[name] ?? null;
    if (wanted === null || had === null || had === wanted) return [];
    return [{ option: option as Difference['option'], asked: wanted, given: had }];
  });
}

/** What was asked for, with what was given in its place where that is known. */
export function asGiven(asked: AskedSockets, given: SocketState | null): AskedSockets {
  const { sendBuffer, receiveBuffer, dscp, nagle, congestionControl } = asked;
  const either = <T>(wanted: T | null, had: T | null | undefined): T | null =>
    wanted === null ? null : (had ?? wanted);
  return {
    sendBuffer: either(sendBuffer, given?.sendBuffer),
    receiveBuffer: either(receiveBuffer, given?.receiveBuffer),
    dscp: either(dscp, given?.dscp),
    nagle,
    congestionControl: either(congestionControl, given?.congestionControl),
  };
}
