/** What the names of a lesson's document mean; those that every document has are a result's. */
import type { Descriptions } from './describe.ts';
import { linkDescriptions } from './link.ts';
import { resultDescriptions } from './result.ts';

export const lessonDescriptions: Descriptions = {
  ...resultDescriptions,
  ...linkDescriptions,
  name: 'Which lesson it is.',
  spec: 'What was asked for.',
  'spec.bytes': 'Bytes of the file.',
  'spec.payload': 'Bytes of the file in a full packet.',
  'spec.window': 'Number of packets that may be under way.',
  'spec.timeoutSeconds': 'Seconds until a timer runs out.',
  'spec.impairment': 'The link, of which each protocol had one of its own.',
  protocols: 'The protocols, in the order of the textbook, TCP last.',
  'protocols.name': 'Name of the protocol.',
  'protocols.window': 'Number of packets that may be under way; null: TCP’s own business.',
  'protocols.space': 'Number of sequence numbers, after which they come round; null: TCP’s own business.',
  'protocols.timeoutSeconds': 'Seconds until a timer runs out; null: TCP’s own business.',
  'protocols.seconds':
    'Seconds from the first packet until the sender knew that all had arrived; null: it did not get so far.',
  'protocols.goodput': 'Bits of the file per second; null: it did not get so far.',
  'protocols.sent': 'Number of packets with a part of the file that came to the link.',
  'protocols.resent': 'Number of those that were sent before (TCP: by the link’s count).',
  'protocols.needless':
    'Number of those again that were sent after the receiver had taken the packet; null: not to be seen.',
  'protocols.lost': 'Number of packets with a part of the file that did not arrive.',
  'protocols.lostAnswers': 'Number of acknowledgements that did not arrive.',
  'protocols.delivered': 'Bytes of the file that were delivered, in order.',
  'protocols.intact': 'What was delivered is the file.',
  'protocols.efficiency':
    'Share of the time in which the link carried each packet of the file once; null without a bandwidth.',
  'protocols.predicted':
    'Low and high end of the shares that 95 of 100 such transfers have; null: nothing is predicted.',
  'protocols.textbook': 'The share that the textbook’s formula says; null: it says nothing of this.',
  'protocols.packets': 'The first packets of the transfer, in order.',
  'packets.time': 'When it came to the link, in ns since the start.',
  'packets.direction': 'up: from sender to receiver.',
  'packets.kind': 'What it carries: a part of the file, an acknowledgement, or neither.',
  'packets.number':
    'Number of the packet in the file, from 0, of TCP its first byte; of an acknowledgement the number of what it is about; null: neither.',
  'packets.fate': 'What became of it.',
  'packets.deliveredAt': 'When it arrived, in ns since the start.',
  'packets.duplicates': 'Number of copies that the link made.',
  'packets.again': 'It was sent before.',
  changes: 'Changes of the link while it ran.',
  'changes.atSeconds': 'Seconds since the start.',
};
