/** What the names of a judgement mean; those that every document has are a result's. */
import type { Descriptions } from './describe.ts';
import { linkDescriptions } from './link.ts';
import { resultDescriptions } from './result.ts';

const end = (name: string): Descriptions => ({
  [`ends.${name}`]: `How the ${name} ended.`,
  [`ends.${name}.state`]: 'By itself, stopped by the judge, not started, or not needed any more.',
  [`ends.${name}.status`]: 'Exit status; null where there is none.',
  [`ends.${name}.signal`]: 'The signal that ended it; null where none did.',
  [`ends.${name}.output`]: 'The first and the last of what it wrote on standard output and standard error.',
});

const crossed = (direction: string, way: string): Descriptions => ({
  [`packets.${direction}`]: `Datagrams, and segments with a payload, from ${way}.`,
  [`packets.${direction}.sent`]: 'Packets that came to the link, every copy of the programs.',
  [`packets.${direction}.bytes`]: 'Bytes of their IP packets.',
  [`packets.${direction}.dropped`]: 'Packets that the link lost.',
  [`packets.${direction}.duplicated`]: 'Copies that the link made.',
  [`packets.${direction}.reordered`]: 'Packets that were overtaken.',
  [`packets.${direction}.corrupted`]: 'Packets that arrived with a flipped bit.',
});

export const judgementDescriptions: Descriptions = {
  ...resultDescriptions,
  ...linkDescriptions,
  spec: 'What was asked for.',
  'spec.sender': 'Command of the sender, with HOST, PORT and FILE as typed.',
  'spec.receiver': 'Command of the receiver.',
  'spec.seed': 'Seed of the links and files, where a case has none of its own.',
  'spec.timeoutSeconds': 'How long a case may take.',
  'spec.quietSeconds': 'How long nothing may cross the link before a case is ended.',
  'spec.file': 'Name of the file that was sent; null: one that is made for each case.',
  'spec.long': 'A file of 1 MiB was among the cases.',
  cases: 'The cases, in their order.',
  'cases.name': 'Name of the case.',
  'cases.seed': 'Seed of its link and its file.',
  'cases.impairment': 'The link that both programs ran over.',
  'cases.verdict': 'pass: the file is whole, both ended by themselves and well, and nothing was flooded.',
  'cases.reasons': 'Why it failed, the most telling first.',
  'cases.findings': 'What went wrong, one by one.',
  'findings.code': 'The reason that it is a case of.',
  'findings.hint': 'Which sentence is said; details fill it.',
  'findings.details': 'Values of the sentence: bytes, seconds since the first packet, counts, sides.',
  'findings.message': 'The sentence, in English.',
  'cases.seconds': 'From the sender’s start until both had ended.',
  'cases.possibleSeconds':
    'What stop-and-wait with packets of this size takes on this link where nothing is lost; null: unknown.',
  'cases.fileBytes': 'Bytes of the file that was to be sent.',
  'cases.bytes': 'Bytes that the receiver wrote.',
  'cases.intact': 'What it wrote is the file.',
  'cases.packets': 'What crossed the link, in each direction.',
  ...crossed('up', 'sender to receiver'),
  ...crossed('down', 'receiver to sender'),
  'cases.resent': 'Packets of the sender that carried what an earlier one had carried.',
  'cases.ends': 'How the two commands ended.',
  ...end('sender'),
  ...end('receiver'),
  'cases.again': 'How a second run of a failed case ended; null: there was none.',
  'again.verdict': 'Of the second run.',
  'again.reasons': 'Of the second run.',
  skipped: 'Cases that could not be made, because the clean one taught nothing.',
  passed: 'Cases that passed.',
  failed: 'Cases that failed.',
  learnt: 'What the clean case taught; null: it was not run, or taught nothing.',
  'learnt.transport': 'The transport that the programs use.',
  'learnt.packetBytes': 'Bytes of the file in a full packet; null: it could not be seen.',
  'learnt.up': 'Packets from sender to receiver that the usual file takes.',
  'learnt.down': 'Packets from receiver to sender.',
  diagram: 'The first case that failed, packet by packet around what went wrong; null: none failed.',
  'diagram.case': 'Its name.',
  'diagram.packets': 'Packets in order; times in ns since the first packet of the case.',
  'diagram.packets.range':
    'Bytes of the file that it carries: the first, and the one behind the last; null: none seen.',
  'diagram.packets.again': 'It carries what an earlier packet carried.',
};
