/** What the kernel says about a TCP connection: TCP_INFO and TCP_CONGESTION. */
import type { TcpInfo } from '../../port.ts';
import { IPPROTO_TCP, TCP_INFO } from '../kernel/constants.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { TCP_INFO_STRUCT } from '../kernel/layout.ts';
import type { LinuxSocket } from '../socket.ts';

/** Room for the structures of later kernels, which only grow. */
const ROOM = 320;
/** `tcpi_min_rtt` before the first sample. */
const NO_RTT = 0xffff_ffff;

/** Of the time in which it had something to send: how much the other end's window, or this one's buffer, let nothing leave. */
function windowLimited(u64: (offset: number) => number | null): number | null {
  const [busy, window, buffer] = [
    u64(TCP_INFO_STRUCT.busyTime),
    u64(TCP_INFO_STRUCT.receiverWindowLimited),
    u64(TCP_INFO_STRUCT.sendBufferLimited),
  ];
  if (busy === null || busy === 0 || window === null || buffer === null) return null;
  return Math.min(1, (window + buffer) / busy);
}

/** null where the connection is gone. Microseconds and bytes of the kernel become ns and bits per second. */
export function readTcpInfo({ scratch }: Kernel, socket: LinuxSocket): TcpInfo | null {
  const length = socket.get(IPPROTO_TCP, TCP_INFO, ROOM);
  if (length < TCP_INFO_STRUCT.totalRetransmits + 4) return null;
  const { view } = scratch;
  const u32 = (offset: number) => (length >= offset + 4 ? view.getUint32(offset, true) : null);
  const u64 = (offset: number) => (length >= offset + 8 ? Number(view.getBigUint64(offset, true)) : null);
  const minimum = u32(TCP_INFO_STRUCT.minimumRtt);
  const rate = u64(TCP_INFO_STRUCT.deliveryRate);
  const info = {
    retransmits: u32(TCP_INFO_STRUCT.totalRetransmits)!,
    rtt: u32(TCP_INFO_STRUCT.rtt)! * 1e3,
    rttMin: minimum === null || minimum === NO_RTT ? null : minimum * 1e3,
    acknowledged: u64(TCP_INFO_STRUCT.bytesAcknowledged),
    congestionWindow: u32(TCP_INFO_STRUCT.congestionWindow)!,
    deliveryRate: rate === null ? null : rate * 8,
    windowLimited: windowLimited(u64),
  };
  return { ...info, congestionControl: socket.congestionControl() };
}
