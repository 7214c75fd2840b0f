/** `sockbench load`: latency while the line is busy. */
import { typed } from '../../command.ts';

export const load = {
  description: 'latency while the line is busy, each direction by itself, next to latency while it is idle',
  examples: `Examples:
  ${typed('load')}                                      over an emulated slow line: what a full queue does
  ${typed('load --aqm codel')}                          the same line with a managed queue
  ${typed('load --bandwidth 10M --queue 150kB --congestion bbr --streams 1')}
  ${typed('load 192.168.0.7 --direction up')}           towards a sockbench server
  ${typed('load --json --assert', 'up.added.p95<50ms')}`,
  options: {
    target: 'a sockbench server: host, host:port or [v6]:port; none: over an emulated slow line',
    streams: 'TCP streams that fill a direction',
    direction: 'what is loaded: up, down, both (at once), all (one after the other)',
    phase: 'length of each phase; its first 2 s are in no figure',
    probeRate: 'probes per second of each transport, all the time',
    fewer: 'fewer on a slow emulated line',
    congestion: 'congestion control of the streams, both ends (cubic over the emulated link)',
    json: 'the document on standard output',
    jsonStream: 'JSON lines of all that happens, then the document',
    output: 'save the document',
    html: 'save a page with goodput and delay on one time axis',
    markdown: 'save a Markdown summary',
    assert:
      'exit with 3 unless it holds: up.added.p95<50ms, both.added.p99<…, up.goodput>8M, down.loss<1%, trust=good (repeatable)',
    link: 'Without a target the link is --bandwidth 20M --delay 10ms --queue 300kB where nothing else is said.',
  },
  allowed: {
    streams: 'streams from 1 to 256',
    direction: 'one of up, down, both, all',
    phase: 'a time from 3s to 10m',
    probeRate: (most: string) =>
      `probes per second from 1 to 1000, at most ${most} with phases of this length`,
    assertForm:
      'a phase, a figure, an operator and a value: up.added.p95<50ms, both.goodput>8M, down.loss.up<1%; or trust=good',
    onlyOurs: 'an echo server cannot be loaded: it takes a sockbench server',
    noLink: 'the link of a lab that is already there stays as it is',
  },
  phases: { idle: 'idle', up: 'up', down: 'down', both: 'both' },
  asked: (streams: string, phase: string, rate: string) =>
    `${streams} each way, phases of ${phase}, ${rate} probes/s over UDP and over TCP`,
  streams: { one: 'TCP stream', many: 'TCP streams' },
  congestion: (name: string) => `congestion control ${name}`,
  towards: (target: string) => `To ${target}.`,
  congestionUnknown: 'congestion control not told',
  rows: {
    figure: '',
    goodputUp: 'goodput up',
    goodputDown: 'goodput down',
    addedUp: 'added delay up',
    addedDown: 'added delay down',
    addedTrip: 'added round trip',
    lostUp: 'probes lost up',
    lostDown: 'probes lost down',
    queueUp: 'queue up',
    queueDown: 'queue down',
    dropped: 'queue dropped',
    marked: 'queue marked (ECN)',
    retransmits: 'segments sent again',
    rttUp: "kernel's RTT up",
    rttDown: "kernel's RTT down",
    settled: 'steady after',
    never: 'never',
    grade: 'grade',
  },
  say: {
    /** @param wait of half the packets */
    up: (wait: string, queue: string, down: string) =>
      `While this line uploads, packets up wait ${wait} more${queue}; ${down}.`,
    down: (wait: string, queue: string, up: string) =>
      `While this line downloads, packets down wait ${wait} more${queue}; ${up}.`,
    both: (up: string, down: string) =>
      `While this line is busy both ways, packets up wait ${up} more and packets down ${down}.`,
    upHardly: (up: string, down: string) =>
      `While this line uploads, packets wait hardly any longer: ${up} up, ${down} down.`,
    downHardly: (up: string, down: string) =>
      `While this line downloads, packets wait hardly any longer: ${up} up, ${down} down.`,
    upUntouched: 'up is not touched',
    downUntouched: 'down is not touched',
    upToo: (wait: string) => `packets up wait ${wait} more`,
    downToo: (wait: string) => `packets down wait ${wait} more`,
    queueOf: (bytes: string, room: string) =>
      ` (half of the time the queue holds ${bytes} of ${room} or more)`,
    packets: (count: string) => `${count} packets`,
    grades: (thresholds: string) =>
      `Grades: of the added delay's p95 in the loaded direction (of both, the worse): ${thresholds}.`,
    error: (up: string, down: string) =>
      `The least delay after the load is within ${up} up and ${down} down of that before it: so far the added delays may be wrong.`,
    /** @param full because the queue was full @param other what is not ECN-capable */
    ecn: (full: string, other: string) =>
      `ECN marks instead of dropping. What was dropped all the same: ${full} because the queue was full, and ${other} that cannot be marked (RFC 3168: the probes' datagrams, pure acknowledgements, what opens a connection, what is sent again).`,
    leftOut:
      'The first 2 s of each phase, in which TCP looks for its rate, are in none of these figures but the losses and the segments sent again.',
    limits: {
      generator: (phase: string) =>
        `Phase ${phase} gets no grade: this machine could not send or take more, so the line was not full.`,
      serverLimit: (phase: string) =>
        `Phase ${phase} gets no grade: the server's limit kept the load below what the line carries.`,
      serverTime: (phase: string) =>
        `Phase ${phase} gets no grade: the server ended the run before this phase was over; give it a longer --max-duration, or take a shorter --phase.`,
      loss: (phase: string) =>
        `Phase ${phase} gets no grade: losses kept TCP from filling the line, so no queue could grow.`,
      window: (phase: string) =>
        `Phase ${phase} gets no grade: the windows or buffers of the streams were too small to fill the line; try more --streams or a longer --phase.`,
      streams: (phase: string) =>
        `Phase ${phase} gets no grade: the streams did not fill the line; try more --streams or a longer --phase.`,
      changed: (phase: string) => `Phase ${phase} gets no grade: the link was changed while it ran.`,
      cut: (phase: string) => `Phase ${phase} gets no grade: it was ended before its time.`,
      unknown: (phase: string) =>
        `Phase ${phase} gets no grade: the link has no --bandwidth in a loaded direction, so there is no queue to fill.`,
    },
    /** @param shares of each phase with too few */
    late: (shares: string) =>
      `Of the probes only so many left within 1 ms of their time: ${shares}. This machine was too busy, and the largest delays may be its own.`,
    unanswered: (phase: string) =>
      `Phase ${phase}: nothing is known of its delays, because no probe was answered after its first 2 s.`,
    untold: (phase: string) =>
      `Phase ${phase}: the delays of each direction are not known, because the two clocks tell nothing.`,
    ofPhase: (phase: string, sentence: string) => `Phase ${phase}: ${sentence}`,
    nothing: 'Nothing was measured.',
  },
  progress: {
    idle: 'idle: how fast the line is when nobody uses it …',
    up: 'up: filling the line from here to the server …',
    down: 'down: filling the line from the server to here …',
    both: 'both: filling both directions …',
    carried: (phase: string, up: string, down: string) => `${phase}: ${up} up, ${down} down`,
  },
  screen: {
    title: 'sockbench load',
    small: 'The terminal is too small: 60 columns and 16 rows at least.',
    building: 'building the line …',
    realLine: (host: string) => `the line to ${host}`,
    over: 'done',
    goodput: 'carried',
    delay: 'added delay',
    drops: (dropped: string, marked: string, sojourn: string) =>
      `dropped ${dropped}, marked ${marked}, wait ${sojourn}`,
    managers: { none: 'drop-tail', codel: 'CoDel', 'fq-codel': 'FQ-CoDel' },
    planned: 'Probes measure all the time how much longer packets wait; the line is filled phase by phase.',
    byHand: 'Fill a direction with u or d, and change the queue while it is full.',
    keys: {
      end: 'end',
      leave: 'leave',
      up: 'fill up',
      down: 'fill down',
      stop: { up: 'stop up', down: 'stop down' },
      aqm: 'CoDel …',
      queue: 'queue',
      rate: 'rate',
      ecn: 'ECN',
    },
  },
  byHand: {
    title: 'By hand',
    about: 'Begun, ended and changed by hand when what was planned was over; as the screen showed it.',
    at: 'after',
    what: 'what was done',
    begin: { up: 'up is filled', down: 'down is filled' },
    end: { up: 'up is left alone', down: 'down is left alone' },
    on: 'on',
    off: 'off',
  },
  page: {
    title: 'latency under load',
    charts: 'Over time',
    table: 'Phases',
    goodput: 'Goodput',
    delay: 'Added delay',
    up: 'up',
    down: 'down',
    seconds: 's since the probes began',
    bits: 'Mbit/s',
    ms: 'ms',
    goodputAbout: 'Payload of the load by the time at which it arrived, in each direction.',
    delayAbout: 'What each UDP probe waited above the least delay of its direction.',
  },
};
