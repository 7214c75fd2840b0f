/** `sockbench chat`: the lesson's second exercise. */
import { typed } from '../../command.ts';
import { type Countable, numbersIn } from '../../numbers.ts';

const { counted, number, plural } = numbersIn('en');

export const chat = {
  command: {
    description: 'the second exercise: a chat for many; --serve hosts a room and joins it',
    examples: `Examples:
  ${typed('chat --serve --lan')}                  host a room for everyone in class, and join it
  ${typed('chat 192.168.0.7')}                    join it (or, without sockbench: nc 192.168.0.7 5000)
  ${typed('chat 192.168.0.7 --plain')}            the host is your own program, which speaks lines of text
  ${typed('chat 192.168.0.7 --transport udp')}    speak and hear over UDP: what gets lost stays lost
  ${typed('chat --serve --lan --loss 20%')}       the host loses a fifth of the datagrams it passes on
  echo Hello | ${typed('chat 192.168.0.7 --name Ana')}

In the room: /who /nick /me /msg /contrast /help /quit`,
    target: 'whose room to join: host, host:port or [v6]:port',
    serve: 'host a room',
    headless: 'host without joining: lines on standard output, no screen',
    name: 'your name in the room (default: the name of your account)',
    transport: 'tcp: nothing is lost; udp: messages can be lost, doubled or out of order',
    plain:
      'the host is a program of your own: what you type goes there as it is (your name first with --name)',
    ui: 'screen, or lines of text: auto, screen, text',
    impairment:
      'The options of a lossy link act on the datagrams that the host passes on; TCP is left alone.',
    clash: 'whoever hosts a room joins that one',
    allowed: {
      transport: 'tcp or udp',
      ui: 'auto, screen or text',
      plain: 'it is for a server of your own, over TCP',
      name: 'up to 20 letters, digits and _ - . of one script',
    },
  },
  /** The host, to the person who started it. */
  host: {
    listening: (port: number) => `The room is open on port ${port} (TCP and UDP).`,
    only: (address: string) =>
      `Only programs on this machine can reach it (${address}). For others: ${typed('chat --serve --lan')}`,
    tell: 'Tell your classmates to run:',
    or: (host: string, port: number) => `or, without sockbench: nc ${host} ${port}`,
    fault: (address: string, reason: string) =>
      address === ''
        ? `The room met a mistake in sockbench, and goes on (${reason}). Please report it.`
        : `What ${address} sent met a mistake in sockbench, and nobody else was cut off (${reason}). Please report it.`,
    orders: 'Type /mute NAME, /unmute NAME, /kick NAME or /contrast stop here to keep order.',
    closed: 'The room is closed.',
  },
  greeting: 'A sockbench chat room. Your first line is your name; /help tells the rest.',
  unended: 'What you sent waits for its end: each line ends with a newline, \\n.',
  toBenchClient: 'This is a sockbench chat; to measure, start sockbench serve here.',
  whatName: 'What is your name?',
  welcome: (name: string) => `Welcome, ${name}.`,
  here: (names: readonly string[]) =>
    names.length === 0 ? 'Nobody else is here yet.' : `Here: ${names.join(', ')}`,
  linked: (impairment: string) =>
    `What the host passes on crosses a bad link (${impairment}): over UDP what is lost stays lost, over TCP it comes late and whole.`,
  impaired: (impairment: string) =>
    `The host drops on purpose some of what it passes on over UDP (${impairment}). What it says over TCP crosses no link here: TCP on a bad one is shown by compare.`,
  joined: (name: string) => `${name} has joined.`,
  left: {
    quit: (name: string) => `${name} has left.`,
    vanished: (name: string) => `${name} has vanished: the connection ended.`,
    slow: (name: string) => `${name} was dropped: it did not read what was said.`,
    idle: (name: string) => `${name} was silent for too long and has left.`,
    flood: (name: string) => `${name} was dropped: it sent far too much.`,
    kicked: (name: string) => `${name} was put out by the host.`,
  },
  renamed: (from: string, to: string) => `${from} is now ${to}.`,
  /** Where many come and go in one second. */
  crowd: {
    names: (names: readonly string[], more: number) =>
      more === 0 ? names.join(', ') : `${names.join(', ')} and ${counted(more, 'other', 'others')}`,
    joined: (names: string) => `${names} have joined.`,
    left: (names: string) => `${names} have left.`,
    passed: (people: number) => `${counted(people, 'person', 'people')} came and went.`,
  },
  muted: (name: string) => `${name} was muted by the host.`,
  unmuted: (name: string) => `${name} may speak again.`,
  /** Behind a message that came over UDP. */
  fates: { 'in-order': '', 'out-of-order': 'out of order', late: 'came late', duplicate: 'again' },
  privately: (from: string, to: string) => `${from} → ${to}`,
  lost: (name: string, count: number) =>
    `${counted(count, 'message', 'messages')} from ${name} ${plural(count, 'was', 'were')} lost.`,
  stopped: 'The host has closed the room.',
  contrastElsewhere: (by: string, of: number) =>
    `${by} sends ${counted(of, 'line', 'lines')} over TCP and over UDP; sockbench chat shows what arrives.`,
  contrast: {
    starts: (by: string, of: number) => `${by} sends ${counted(of, 'line', 'lines')} over TCP and over UDP.`,
    tcp: (arrived: number, of: number) => `TCP: ${number(arrived)} of ${number(of)} arrived, in order`,
    udp: (arrived: number, of: number, lost: number, disordered: number, doubled: number) =>
      `UDP: ${number(arrived)} of ${number(of)} arrived, ${number(lost)} lost${disordered === 0 ? '' : `, ${number(disordered)} out of order`}${doubled === 0 ? '' : `, ${number(doubled)} doubled`}`,
    stopped: (by: string, of: number) =>
      `The contrast of ${by} was stopped after ${counted(of, 'line', 'lines')}.`,
    noUdp: 'UDP: no datagrams reach you here',
  },
  refused: {
    'name-empty': () => 'A name has at least one letter.',
    'name-long': () => 'That name is longer than 20 letters.',
    'name-letters': () => 'A name is made of letters, digits and _ - . and starts with a letter or digit.',
    'name-scripts': (name: string) => `${name}: a name keeps to one script.`,
    'name-reserved': (name: string) => `${name} is not a name for a person.`,
    'name-taken': (name: string) => `${name}, or a name that looks like it, is taken.`,
    full: () => 'The room is full; try again later.',
    crowded: () => 'Too many connections from your address; wait a little.',
    'line-long': () => 'That line was longer than 1,000 bytes and reached nobody.',
    'not-utf8': () => 'That line was not UTF-8 text and reached nobody.',
    endless: () => 'A million bytes without a newline: goodbye.',
    'too-fast': (lines: string) => `That reached nobody: more than ${lines} lines a second is too fast.`,
    command: (command: string) => `There is no command ${command}; /help lists them.`,
    form: (command: string) => `${command} is written differently; /help shows how.`,
    nobody: (name: string) => `${name} is not here.`,
    'contrast-runs': (by: string) => `A contrast of ${by} is still running.`,
    'contrast-rests': (seconds: string) => `A contrast was just made; the next may begin in ${seconds} s.`,
    'address-fast': () => 'That reached nobody: your address has said too much in this second.',
    muted: () => 'That reached nobody: the host has muted you.',
    kicked: () => 'The host has put you out; in ten minutes you may come back.',
    'host-only': (command: string) => `${command} is for the host of the room.`,
    'host-self': (name: string) => `${name} hosts the room.`,
    slow: () => 'You did not read what was said: goodbye.',
    idle: () => 'You were silent for too long: goodbye.',
    flood: () => 'You sent far too much: goodbye.',
    silent: () => 'You said no name: goodbye.',
    version: (version: string) =>
      `The host speaks version ${version} of the chat; install the same sockbench.`,
    tries: () => 'Too many names that will not do: goodbye.',
  },
  plainHelp: [
    '/who lists who is here; /nick NAME takes another name',
    '/me TEXT says what you do; /msg NAME TEXT is for one person',
    '/contrast 50 sends fifty lines over TCP and UDP; /quit leaves',
    '//TEXT says a text that begins with a stroke',
  ],
  hostHelp: [
    '/mute NAME and /unmute NAME: whether the others hear somebody; /kick NAME puts somebody out',
    '/contrast stop ends a contrast',
  ],
  /** What only sockbench's own client says. */
  client: {
    connecting: (host: string) => `Connecting to ${host} …`,
    reached: (address: string) => `${address} answered.`,
    plainHost: 'Connected. What you type goes there as it is; what comes is shown as it is.',
    lostHost: 'The connection to the host was lost.',
    waiting: (seconds: string) => `Trying again in ${seconds} s.`,
    nameWanted: 'Another name, please:',
    noDatagrams: 'No datagram comes back from the host: a firewall probably drops UDP.',
    heardOverTcp: 'You hear everyone over TCP, but cannot speak over UDP; join with --transport tcp.',
    noContrast: 'A contrast will show only its TCP half here.',
    notSent: (text: string) => `Not sent: ${text}`,
    unconfirmed: 'You speak over UDP: nobody confirms what you say.',
    over: (transport: string) => `over ${transport}`,
    goodbye: 'Goodbye.',
  },
  screen: {
    title: 'sockbench chat',
    people: (count: Countable) => `Here (${number(count)})`,
    more: (count: number) => `and ${number(count)} more`,
    unread: 'new',
    below: (count: number) => `${number(count)} new below · End goes there`,
    above: 'End goes back to the newest',
    prompt: 'message',
    promptName: 'name',
    plain: 'plain',
    you: 'you',
    keys: 'Enter sends · Ctrl-C leaves · /help · Tab names · ↑↓ history · PgUp PgDn scroll',
    keysPlain: 'Enter sends · Ctrl-C leaves · ↑↓ history · PgUp PgDn scroll',
    length: (bytes: number, most: number) => `${number(bytes)}/${number(most)} bytes`,
    state: { connecting: 'connecting', here: 'connected', gone: 'not connected' },
    small: 'The window is too small.',
  },
};
