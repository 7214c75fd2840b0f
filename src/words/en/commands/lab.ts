/** The emulated link: options, refusals, and what `lab` says. */
import { typed } from '../../command.ts';
import { numbersIn } from '../../numbers.ts';

const { counted } = numbersIn('en');

export const lab = {
  description: 'run any command as the client of an emulated link, with a server on the other side',
  command:
    'the command and its words, after --; SERVER, also inside a word (SERVER:5000), stands for the server’s address, which is in $SERVER, too',
  options: {
    loss: 'share of packets lost in each direction (5%, or up=5%,down=0)',
    burstLoss: 'loss in bursts: share and mean run length (5%,8)',
    drop: 'drop these packets of each flow, counted from 1 (3,4)',
    delay: 'delay of each direction (20ms, or up=20ms,down=5ms)',
    jitter: 'the delay varies by up to this, order kept (normal: the standard deviation)',
    jitterShape: 'uniform or normal (uniform)',
    jitterTime: 'how slowly the delay varies: its correlation time (50ms)',
    reorder: 'share of packets that the next one of their flow overtakes',
    duplicate: 'share of packets that arrive twice',
    corrupt: 'share of packets with a flipped bit (the checksum gives them away)',
    bandwidth: 'bits per second of IP packets (10M)',
    queue:
      'what may wait for the bandwidth, in packets or bytes (100, 150kB); more is dropped (100; CoDel 1000, FQ-CoDel 10240)',
    aqm: 'what manages that queue: none, codel (RFC 8289) or fq-codel (RFC 8290) (none)',
    ecn: 'the managed queue marks packets instead of dropping them (RFC 3168), and the ends’ TCP asks for it',
    profile: (names: string) => `a ready-made link, which the other options change: ${names}`,
    seed: 'seed of the link: the same seed gives the same losses',
    server: 'command for the server’s side in place of sockbench’s own server ("python3 server.py")',
    congestion: 'congestion control of every program’s TCP over the link (cubic)',
    fates: 'write the fate of every packet as JSON lines',
    pcap: 'write a capture (pcapng) with the fate of each packet in its comment',
    engine: 'engine of the server: auto, portable or linux',
  },
  allowed: {
    share: 'a share such as 5% or 0.05, or up=5%,down=0',
    burst: 'a share and a mean run length such as 5%,8',
    drop: 'packet numbers from 1 such as 3,4',
    time: 'a time up to 60s such as 20ms, or up=20ms,down=5ms',
    shape: 'uniform or normal',
    bandwidth: 'bits per second from 1k such as 10M',
    queue: 'packets from 0 to 1M such as 100, or bytes such as 150kB',
    jitterTime: 'a time from 1us to 60s such as 50ms',
    aqm: 'none, codel or fq-codel',
    profile: (names: string) => `one of ${names}`,
    seed: 'a whole number from 0',
    command: 'a command after --',
    ownFile: 'a file of its own; standard output and error are the command’s (/dev/fd/3 with 3>FILE)',
    server: 'a command',
  },
  /** Options that only shape what another one makes. */
  idle: {
    unlimited: 'a link without --bandwidth',
    queue: 'packets wait for nothing else',
    unmanaged: 'a queue without --aqm',
    ecn: 'nothing marks its packets',
    steady: 'a delay without --jitter',
    shape: 'there is nothing to shape',
  },
  ownEngine: 'it is the engine of sockbench’s own server',
  ready: (server: string, port: number, client: string, link: string) =>
    `Lab: server ${server}, port ${port} (in the command: SERVER); client ${client}; link: ${link}`,
  behind: (server: string, client: string, link: string) =>
    `Lab: server side ${server} (in the command: SERVER); client ${client}; link: ${link}`,
  overrun: (packets: number) =>
    `The lab itself lost ${counted(packets, 'packet', 'packets')}, because more came than it could carry: send less, or use fewer programs at once.`,
  hidden: (port: number) =>
    `The server listens on 127.0.0.1:${port} alone, where nobody on the link reaches it. Let it listen on 0.0.0.0, or on the address in $SERVER.`,
  serverEnded: (how: string) => `The server of the lab ended before the command did (${how}).`,
  served: (link: string) => `Everything that others send and receive crosses an emulated link: ${link}`,
  notice: (link: string) => `an emulated link stands before this server; ${link}`,
  examples: `Examples:
  ${typed('lab --delay 50ms -- ping -c 3 SERVER')}
  ${typed('lab --loss 2% --delay 30ms -- sockbench udp')}
  ${typed('lab --loss 1% --server', 'iperf3 -s', '--', 'iperf3', '-c', 'SERVER')}
  ${typed('lab --loss 20% --server', 'python3 server.py', '--', 'python3', 'client.py', 'SERVER')}
  ${typed('lab --bandwidth 10M --queue 150kB --aqm fq-codel -- curl http://SERVER:8000/')}
  ${typed('lab --profile satellite -- bash')}`,
};
