/** What may be said about a failed case: what was seen, and the question that leads to the mistake. */
import { numbersIn } from '../../numbers.ts';
import type { Details } from '../../sentence.ts';

const { number, counted, plural } = numbersIn('en');

const THE = { sender: 'The sender', receiver: 'The receiver' } as Record<string, string>;
const the = (d: Details): string => THE[String(d['side'])] ?? '';
const said = (d: Details): string => (d['said'] === '' || d['said'] === undefined ? '.' : `: ${d['said']}`);
const bytes = (value: Details[string] | undefined): string => counted(value, 'byte', 'bytes');
/** "1,000 bytes from byte 19,000 on" */
const part = (d: Details): string => `the ${bytes(d['bytes'])} from byte ${number(d['from'])} on`;
const short = (d: Details): string => `The file is ${bytes(d['short'])} short:`;
const at = (d: Details): string => `at ${number(d['at'])} s`;
const STARTS: Record<string, string> = {
  ENOENT: 'there is no such program',
  EACCES: 'it may not be executed (chmod +x?)',
};

export const hints = {
  'not-started': (d: Details) => `${the(d)} was not started: ${STARTS[String(d['reason'])] ?? d['reason']}.`,
  'crashed-status': (d: Details) => `${the(d)} ended with status ${d['status']}${said(d)}`,
  'crashed-signal': (d: Details) => `${the(d)} was ended by ${d['signal']}${said(d)}`,
  'crashed-refused': (d: Details) =>
    `The sender broke off, because nobody listened at the receiver’s port any more (${d['said']}). The receiver ended before the sender knew that all had arrived: should it not stay for a few timer lengths, to answer a packet that comes again?`,
  memory: (d: Details) =>
    `${the(d)} took more memory than 512 MiB and was ended: does a list grow in a loop?`,
  processes: (d: Details) => `${the(d)} started processes without end and was ended.`,
  output: (d: Details) => `${the(d)} printed without end (more than 8 MiB) and was ended.`,
  disk: (d: Details) => `${the(d)} wrote files until the disk was full (64 MiB).`,
  'nothing-sent': () =>
    'Not a single packet of the sender came to the link. Does it send to HOST and PORT as given?',
  'nothing-written': (d: Details) =>
    `The receiver wrote no file (${bytes(d['bytes'])} were to come). Does it write to FILE as given?`,
  'nothing-in-it': (d: Details) =>
    `The receiver’s file is empty; ${bytes(d['short'])} were to come. Is it written, and closed, before the receiver ends?`,
  'empty-not-made': () =>
    'The file to be sent was empty, and the receiver made none: an empty file is a file, too.',
  'last-never-resent': (d: Details) =>
    `${short(d)} the last packet was lost (${at(d)}) and never sent again. Does your sender wait for the acknowledgement of the last packet before it ends?`,
  'never-resent': (d: Details) =>
    `${short(d)} the packet with ${part(d)} was lost (${at(d)}) and never sent again. Does a timer run for it until its own acknowledgement is there, or does the answer to another packet count for it?`,
  'damaged-never-resent': (d: Details) =>
    `${short(d)} the packet with ${part(d)} arrived damaged (${at(d)}) and was never sent again. Is a damaged packet treated as a lost one: no acknowledgement, so that the timer sends it again?`,
  'gave-up': (d: Details) =>
    `${short(d)} the packet with ${part(d)} was sent ${counted(d['tries'], 'time', 'times')}, lost each time, and then given up (${at(d)}). Losses come in a row: should your sender give up after so few tries?`,
  'acknowledged-not-written': (d: Details) =>
    `${short(d)} the packet with ${part(d)} arrived (${at(d)}) and was answered, but it is not in the file. Does your receiver acknowledge what it throws away, such as a packet that is not the next one?`,
  'arrived-not-written': (d: Details) =>
    `${short(d)} the packet with ${part(d)} arrived (${at(d)}), but it is not in the file. Is it taken for a copy of another (a number that is used twice), or did the receiver end before it?`,
  'never-sent': (d: Details) =>
    `${short(d)} ${part(d)} were never sent. Does your sender take an acknowledgement for more than it says, or does the loop over the file end too early?`,
  short: (d: Details) => `${short(d)} the first that is missing is byte ${number(d['from'])}.`,
  padded: (d: Details) =>
    `The file is ${bytes(d['more'])} too long: zeros fill it up from byte ${number(d['from'])} on. How does the receiver learn how many bytes of the last packet count?`,
  'more-bytes': (d: Details) =>
    `The file is ${bytes(d['more'])} too long: from byte ${number(d['from'])} on something is written that was never in it. Is a header, or the mark of the end, written as well?`,
  'answer-lost-copy-written': (d: Details) =>
    `${capital(part(d))} are there twice: the acknowledgement was lost (${at(d)}), the packet was rightly sent again, and the receiver wrote it a second time. By what does it recognise a packet that it already has?`,
  'link-copy-written': (d: Details) =>
    `${capital(part(d))} are there twice: the link delivered the packet twice (${at(d)}), and the receiver wrote both. By what does it recognise a packet that it already has?`,
  'early-copy-written': (d: Details) =>
    `${capital(part(d))} are there twice: the packet was sent again (${at(d)}) though it had arrived, and the receiver wrote both. By what does it recognise a packet that it already has?`,
  'written-twice': (d: Details) => `${capital(part(d))} are there twice.`,
  'written-as-it-came': (d: Details) =>
    `The bytes from byte ${number(d['from'])} on stand in the wrong place: they came in another order than they were sent. Does your receiver write what it gets, or what is next?`,
  'damage-written': (d: Details) =>
    `${capital(bytes(d['bytes']))} from byte ${number(d['from'])} on ${plural(d['bytes'], 'is', 'are')} wrong: the packet arrived with a flipped bit (${at(d)}) and was written. Is a checksum over everything in the packet computed, and looked at?`,
  'other-bytes': (d: Details) =>
    `Where ${part(d)} should stand, there is a second copy of what begins at byte ${number(d['instead'])}. Is a buffer used again before its packet is acknowledged, or is one number in use for two packets at once?`,
  'foreign-bytes': (d: Details) =>
    `${capital(part(d))} are not what was sent. Are bytes changed on the way, as text that is decoded and encoded, or line ends?`,
  'receiver-does-not-end': () =>
    'The file is whole, but the receiver did not end. How does it learn that nothing more comes: by a last packet, or by a length at the start?',
  'end-lost': (d: Details) =>
    `The file is whole, but the receiver did not end: the sender’s last packet, which was to tell it, was lost (${at(d)}) and never sent again. Is it acknowledged, and waited for, like the others?`,
  'sender-does-not-end': () =>
    'The file is whole, but the sender did not end: it waits for an answer that does not come. Whose last acknowledgement may be lost for ever, and how long should one go on asking?',
  'both-do-not-end': () =>
    'The file is whole, but neither the sender nor the receiver ended. How does each learn that it is over?',
  'nothing-crossed': () => 'Nothing crossed the link at all: does the sender send to HOST and PORT as given?',
  'waits-for-the-rest': (d: Details) =>
    `The receiver waited on, but the sender had ended: nothing crossed the link after ${number(d['at'])} s.`,
  'silence-after-lost-data': (d: Details) =>
    `The packet with ${part(d)} was sent ${counted(d['times'], 'time', 'times')} and lost; after ${number(d['at'])} s nothing crossed the link any more, and both waited. Is the timer started again each time that something is sent?`,
  'silence-after-loss': (d: Details) =>
    `The sender’s last packet was lost; after ${number(d['at'])} s nothing crossed the link any more, and both waited. Is the timer started again each time that something is sent?`,
  'silence-after-lost-answer': (d: Details) =>
    `The receiver’s last answer was lost; after ${number(d['at'])} s nothing crossed the link any more, and both waited. Does a timer of the sender’s run until the answer is there?`,
  silence: (d: Details) =>
    `After ${number(d['at'])} s nothing crossed the link any more, and both waited for each other. For what does each of them wait then?`,
  'no-progress': (d: Details) =>
    `After ${number(d['seconds'])} s it was still going on: ${number(d['repeats'])} of ${counted(d['sent'], 'packet', 'packets')} were repetitions. Does the sender recognise the acknowledgement that it waits for?`,
  'too-slow': (d: Details) =>
    `After ${number(d['seconds'])} s it was not done${d['possible'] === '?' ? '' : `; stop-and-wait takes ${number(d['possible'])} s on this link where nothing is lost`}. How long is the timer?`,
  flooded: (d: Details) =>
    `${capital(counted(d['sent'], 'packet', 'packets'))} for a file that needs about ${number(d['needed'])}: ${counted(d['resent'], 'was', 'were')} sent again, though only ${counted(d['lost'], 'was', 'were')} lost. Does your sender wait for its timer, is the timer longer than the round trip of ${number(d['roundTrip'])} ms, and does an acknowledgement that comes twice make it send again?`,
  'flooded-answers': (d: Details) =>
    `The receiver sent ${counted(d['sent'], 'answer', 'answers')} to ${counted(d['packets'], 'packet', 'packets')}. One answer to each packet is enough.`,
  outside: (d: Details) =>
    `${capital(counted(d['count'], 'packet', 'packets'))} went to ${d['address']}, which is not the other end. Are HOST and PORT taken from the command, or do they stand in the program?`,
  loopback: (d: Details) =>
    `${capital(counted(d['count'], 'packet', 'packets'))} went to the own machine (127.0.0.1, localhost), and none to the receiver. Is HOST taken from the command?`,
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
