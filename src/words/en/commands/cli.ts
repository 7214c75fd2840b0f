/** The command line: help texts and misuse. */
import { typed } from '../../command.ts';
import { numbersIn } from '../../numbers.ts';

const { counted, number } = numbersIn('en');

export const cli = {
  description:
    'Measure TCP and UDP: latency, throughput and datagram loss that can be believed; see the two side by side.',
  version: 'print the version',
  help: 'print this help',
  examples: `Examples:
  ${typed('compare --loss 5% --delay 20ms')}     TCP and UDP over a lossy link on this machine
  ${typed('tcp --clients 50')}                   TCP latency with 50 clients on loopback
  ${typed('serve --lan')}                        a server for the class
  ${typed('udp 192.168.0.7 --rate 1000')}        UDP latency and loss towards it`,
  headings: {
    'Usage:': 'Usage:',
    'Options:': 'Options:',
    'Commands:': 'Commands:',
    'Arguments:': 'Arguments:',
  } as Record<string, string>,
  /** What stands for something else in a usage line. */
  places: {} as Record<string, string>,
  completion: {
    description: 'print what makes bash, zsh, fish or PowerShell complete sockbench',
    shell: 'one of bash, zsh, fish, powershell',
    examples: `Examples:
  source <(sockbench completion bash)
  sockbench completion zsh > "\${fpath[1]}/_sockbench"
  sockbench completion fish | source`,
  },
  misuse: {
    'commander.unknownOption': 'There is no option %s.',
    'commander.unknownCommand': 'There is no command %s.',
    'commander.excessArguments': 'There are more words than this command takes.',
    'commander.missingArgument': '%s is missing.',
    'commander.missingMandatoryOptionValue': 'Option %s is missing.',
    'commander.optionMissingArgument': 'Option %s needs a value.',
    'commander.help': 'A command is missing.',
  } as Record<string, string>,
  misunderstood: 'The command was not understood (%s).',
  seeHelp: 'See --help.',
  didYouMean: 'Did you mean %s?',
  allowed: {
    mode: 'one of echo, up, down, both, connect',
    tcpOnly: 'connect is a mode of TCP only',
    positive: 'a whole number from 1',
    upTo: (most: number) => `a whole number from 1 to ${number(most)}`,
    rate: 'probes per second such as 500, 10k or 1M, or closed, or max',
    bitrate: 'bits per second such as 10M',
    either: 'both say how fast to send',
    size: 'bytes from 64 (the probe header) to 16 MiB; over UDP at most 65,507',
    duration: 'a time such as 500ms, 10s or 2m, at most 480h',
    oneFamily: 'a run uses one family of addresses',
    choice: (choices: string) => `one of ${choices}`,
    dscp: 'a number from 0 to 63',
    buffer: 'bytes such as 4Mi',
    address: 'an IP address of this machine',
    seed: 'a whole number from 0',
    noTarget: 'an impairment works only without a target, because it needs both ends of the link',
    echoMode: 'a plain echo server knows only the mode echo',
    sameThing: 'both say the same thing',
    oneRun: 'it is of one run alone',
    oneOutput: 'standard output carries one of --json, --json-stream, --csv and an output to -',
    withoutJson: 'a run without --json or --json-stream',
    packets: '--output has the packets anyway, and nothing else shows them',
    ownFile: 'each output needs a file of its own',
    oneOrder: 'they run either at the same time or one after the other',
    ownServer: 'a server of its own',
    ownServerKnows: 'there is nobody to prove anything to',
    plainEcho: 'a plain echo server knows no keys',
    congestion: 'the name of a congestion control, such as cubic or bbr',
  },
  /** Why an `--assert` is none; docs/asserts.md is the whole story. */
  asserts: {
    form: 'NAME<VALUE, NAME>VALUE or NAME=WORD, such as p99<5ms, loss<1% or retransmits=0 (docs/asserts.md)',
    comparisonForm: 'NAME.change or NAME.difference and a limit, such as p99.change<10% (docs/asserts.md)',
    name: 'there is no such figure (docs/asserts.md lists them)',
    equals: '= is for words and whole numbers',
    onlyEquals: 'a word is compared with =',
    comparisonOnly: 'a change is one between two groups of results (report BEFORE -- AFTER)',
    bare: {
      time: (value: string) => `${value} what? ${value}ms, ${value}s`,
      ratio: (value: string) => `${value} what? ${value}%, or a number below 1 with a point, such as 0.01`,
      bits: (value: string) => `${value} what? ${value}k, ${value}M or ${value}bit/s`,
      rate: (value: string) => `${value} is no number per second`,
      count: (value: string) => `${value} is no whole number`,
    },
    values: {
      time: 'a time such as 5ms or 1s',
      ratio: 'a share such as 1% or 0.01',
      bits: 'bits per second such as 100M',
      rate: 'a number per second such as 1000 or 10k',
      count: 'a whole number',
      word: 'a word such as linux',
    },
  },
  /** Behind the options of whatever takes `--assert`. */
  assertHelp: {
    title: 'Figures for --assert (docs/asserts.md says what each is):',
    kinds: {
      time: 'times (5ms)',
      ratio: 'shares (1%)',
      bits: 'bits per second (100M)',
      rate: 'per second (10k)',
      count: 'counts (0, 10k)',
      word: 'words (=)',
    },
    sources: (prefixes: string) => `${prefixes} before`,
    directions: 'up. down. before',
  },
  run: {
    tcp: 'TCP load: latency, throughput or connection rate',
    udp: 'UDP load: latency, jitter, loss per direction, duplicates, reordering',
    compare: 'TCP and UDP at the same offered load on the same path, side by side',
    target:
      'host, host:port or [v6]:port; echo://host:port for a plain echo server; none: a server of its own on loopback',
    mode: 'echo: request and answer; up, down, both: one-way streams; connect: a new TCP connection each time',
    clients: 'flows at once',
    rate: 'offered probes per second over all flows (500, 10k, 1M), max for a flood, closed: each client sends again on its answer',
    bitrate: 'the same as payload bits per second, each direction (10M)',
    arrivals: 'periodic or poisson',
    size: 'payload bytes of a probe, its 64-byte header included',
    duration: 'how long to measure',
    count: 'end after so many probes',
    warmup: 'time before the measurement that is not part of it',
    lossThreshold: 'a probe without an answer by then counts as lost',
    interval: 'length of an interval',
    threads: 'generator threads',
    engine: 'auto, portable or linux',
    busyPoll: 'spin instead of sleeping, on both ends: lower latency, a whole core each',
    bind: 'local address to send from',
    ipv4: 'use IPv4',
    ipv6: 'use IPv6',
    dscp: 'DSCP value of every packet',
    sendBuffer: 'send buffer of each socket in bytes',
    receiveBuffer: 'receive buffer of each socket in bytes',
    nagle: "leave Nagle's algorithm on",
    congestion: 'TCP congestion control',
    repeat: 'make so many runs in turn: median, spread and interval of each figure',
    seed: 'seed of the Poisson schedule and of the link',
    perFlow: 'figures of each flow in the result',
    keyFile: 'file with the pre-shared key of a server that asks for one (or SOCKBENCH_KEY)',
    name: 'who you are, for the screen of the server',
    json: 'result as one JSON document on standard output',
    jsonStream: 'JSON lines while it runs',
    packets: 'the fates of packets on the emulated link in the JSON, too (--output always has them)',
    csv: 'intervals as CSV on standard output',
    output: 'save the result',
    html: 'save a page with plots',
    markdown: 'save a Markdown summary',
    markdownAppend: 'add a Markdown summary to a file, such as "$GITHUB_STEP_SUMMARY"',
    junit: 'save the asserts as JUnit XML',
    prometheus: 'save the result as OpenMetrics text',
    force: 'overwrite existing files',
    ui: 'auto, dashboard, text or none',
    lang: 'en or pt-BR',
    noColor: 'no colours',
    assert: 'fail (exit status 3) unless it holds, such as p99<5ms or loss<1%; repeatable',
    ownNetwork:
      'consent to a flood, or to more than 10k packets/s (fragments counted) or 10 Mbit/s, towards a public address',
    together: 'both at the same time',
    sequential: 'one after the other',
    groups: {
      load: 'Load:',
      sent: 'What is sent:',
      socket: 'Socket:',
      link: 'Emulated link:',
      output: 'Output:',
      screen: 'Screen:',
      safety: 'Safety:',
      iperf3: 'As in iperf3:',
    },
    iperf3: {
      t: '--duration, a bare number in seconds',
      P: '--clients',
      b: '--bitrate; 0: --rate max',
      i: '--interval, a bare number in seconds',
      l: '--size; K and M are 1,024 and 1,024²',
      O: '--warmup, a bare number in seconds',
      C: '--congestion',
      R: '--mode down',
      J: '--json',
    },
    /** Where nothing is said: by mode. */
    defaults: {
      rate: { tcp: 'closed; one way: max', udp: '1000', compare: '100' },
      size: {
        tcp: '64; one way: 128Ki with max, and with --bitrate a write that suits it',
        udp: '64; with --bitrate, and one way with max: the largest that is not fragmented',
        compare: '64; with --bitrate: the largest that is not fragmented',
      },
      duration: '10s; with --count: none',
      warmup: '1s; with --count: 0',
      name: 'the name of this machine',
    },
    tcpExample: `Examples:
  ${typed('tcp --clients 50')}
  ${typed('tcp 192.168.0.7 --rate 1000 --assert', 'p99<5ms')}
  ${typed('tcp --mode down --duration 5s')}`,
    udpExample: `Examples:
  ${typed('udp --clients 10 --rate 5000')}
  ${typed('udp --loss 5% --seed 7')}
  ${typed('udp echo://192.168.0.7:7')}`,
    compareExample: `Examples:
  ${typed('compare --loss 5% --delay 20ms')}
  ${typed('compare 192.168.0.7 --html page.html')}`,
  },
  status: {
    connecting: (address: string) => `Connecting to ${address} …`,
    chosenSize: (size: number) =>
      `No --size: ${counted(size, 'byte', 'bytes')} a probe, the most that travel as one packet.`,
    noTerminal: 'There is no terminal for a dashboard: text lines instead.',
    noRoomForScreen: (reason: string) =>
      `There is no room for what a dashboard shows (${reason}): text lines instead.`,
    screenLost: 'The screen has ended unexpectedly; the run goes on without it (Ctrl-C ends it).',
    tryLink: (command: string) => `The same over a lossy link: ${command}`,
    saved: (file: string) => `Saved: ${file}`,
    interrupted: 'Interrupted: what was measured so far is shown.',
    notice: (text: string) => `The server says: ${text}`,
  },
};
