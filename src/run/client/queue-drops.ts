/**
 * Packets that this machine dropped in its own queues, silently: the interfaces' transmit drops and UDP's SndbufErrors.
 * They are counters of the whole machine, so only their difference over a run means something, and another program's
 * drops count too; where it is not zero, losses are not attributed to the network.
 */
import { readFileSync } from 'node:fs';

/** The counters now; null where the system does not tell. */
export function readQueueDrops(): number | null {
  try {
    return (
      interfaceDrops(readFileSync('/proc/net/dev', 'utf8')) +
      sendBufferErrors(readFileSync('/proc/net/snmp', 'utf8'))
    );
  } catch {
    return null;
  }
}

/** Column 12 of each interface's line: packets dropped on transmit. */
function interfaceDrops(text: string): number {
  let drops = 0;
  for (const line of text.split('\n')) {
    const columns = /^\s*[^:\s]+:\s*(.*)$/.exec(line)?.[1]?.trim().split(/\s+/);
    if (columns !== undefined) drops += Number(columns[11] ?? 0);
  }
  return drops;
}

function sendBufferErrors(text: string): number {
  const [names, values] = text
    .split('\n')
    .filter((line) => line.startsWith('Udp:'))
    .map((line) => line.split(' '));
  const at = names?.indexOf('SndbufErrors') ?? -1;
  return at < 1 ? 0 : Number(values?.[at] ?? 0);
}
