/** What a system says where a socket cannot be opened, bound, connected, listened on or written to: its causes, and what helps against each. */
import { typed, typedAt } from '../../command.ts';
import { numbersIn } from '../../numbers.ts';
import type { Details, Sentence } from '../../sentence.ts';

const { counted, number } = numbersIn('en');

export const socketErrors = {
  'connection-refused': (d: Details): Sentence => ({
    message: `Nothing listens on ${d['address']}: the connection was refused.`,
    remedy: `Start a server there with \`${typedAt(d['address'], String(d['start'] ?? 'serve'))}\`, or check the address and the port.`,
  }),
  'own-refused': (d: Details): Sentence => ({
    message: `Nothing listens on ${d['address']}: the connection was refused.`,
    remedy: 'Start your own program there, or check the address and the port.',
  }),
  'datagram-refused': (d: Details): Sentence => ({
    message: `Nothing listens on ${d['address']} over UDP: the machine there said so (ICMP port unreachable).`,
    remedy: `Start a server there with \`${typedAt(d['address'], String(d['start'] ?? 'serve --echo'))}\`, or check the address and the port.`,
  }),
  unreachable: (d: Details): Sentence => ({
    message: `${d['address']} cannot be reached from here.`,
    remedy:
      'Check that both machines are on the same network, that the address is right, and that no firewall or route on the way forbids it.',
  }),
  'interface-down': (d: Details): Sentence => ({
    message: `The interface that leads to ${d['address']} is down.`,
    remedy: 'Check the cable or the radio network; `ip link` shows which interfaces are up.',
  }),
  'connect-timeout': (d: Details): Sentence => ({
    message: `${d['address']} did not answer.`,
    remedy: 'Check the address; a firewall may drop the connection silently.',
  }),
  'not-taken': (d: Details): Sentence => ({
    message: `${d['address']} took the connection, and reads nothing: the message could not be handed over.`,
    remedy: 'The program there must read what comes (recv), or its buffers are full.',
  }),
  'peer-silent': (d: Details): Sentence => ({
    message: `${d['address']} no longer confirms what is sent to it.`,
    remedy: 'The machine there may be switched off, or the path to it broken.',
  }),
  'connection-reset': (d: Details): Sentence => ({
    message: `${d['address']} broke off the connection.`,
    remedy:
      d['start'] === undefined
        ? 'The server may have been stopped or may have refused this load; look at its screen.'
        : 'The program there ended, or closed the connection before it had read all that was sent.',
  }),
  unresolvable: (d: Details): Sentence => ({
    message: `The name ${d['address']} cannot be resolved to an address.`,
    remedy: 'Check the spelling, or use the address itself.',
  }),
  'name-server': (d: Details): Sentence => ({
    message: `No name server answers, so ${d['address']} cannot be resolved to an address.`,
    remedy: 'Check that this machine is connected to a network, or use the address itself.',
  }),
  'name-family': (d: Details): Sentence => ({
    message: `The name ${d['address']} has no IPv${d['family']} address, only IPv${d['family'] === 4 ? 6 : 4}.`,
    remedy: `Leave -${d['family']} out, or give -${d['family'] === 4 ? 6 : 4}; --bind takes an address of the same family.`,
  }),
  'wrong-family': (d: Details): Sentence => ({
    message: `${d['address']} is no IPv${d['family']} address.`,
    remedy: `Leave -${d['family']} out, or give an IPv${d['family']} address or a name.`,
  }),
  'port-in-use': (d: Details): Sentence => ({
    message: `Port ${d['port']} is already in use${d['owner'] === undefined ? '' : ` (probably by ${d['owner']})`}.`,
    remedy: 'Stop the other program, or choose another port with --port.',
  }),
  'address-not-local': (d: Details): Sentence => ({
    message: `${d['address']} is not an address of this machine.`,
    remedy:
      d['operation'] === 'listen'
        ? 'Use one of its own addresses, or --lan for all of them.'
        : 'Give --bind one of its own addresses (`ip address` shows them), or leave it out.',
  }),
  'bind-family': (d: Details): Sentence => ({
    message: `From ${d['bind']} nothing can be sent to ${d['address']}: one is an IPv4 address, the other an IPv6 address.`,
    remedy: 'Give --bind an address of the same family, or leave it out.',
  }),
  'bind-elsewhere': (d: Details): Sentence => ({
    message: `From ${d['bind']} only this machine itself can be reached, and ${d['address']} is another one.`,
    remedy: 'Give --bind the address of the interface that leads there, or leave it out.',
  }),
  'no-local-port': (d: Details): Sentence => ({
    message: `No local port is left for another connection to ${d['address']}.`,
    remedy:
      'Wait a minute until closed connections are forgotten, open fewer at a time, or see `sysctl net.ipv4.ip_local_port_range`.',
  }),
  'scope-missing': (d: Details): Sentence => ({
    message: `${d['host']} is a link-local address: it does not say which interface leads to it.`,
    remedy: `Write the interface after it: ${d['host']}%${d['example'] ?? 'eth0'}.`,
  }),
  'no-interface': (d: Details): Sentence => ({
    message: `${d['host']} names the interface ${d['zone']}, which this machine does not have.`,
    remedy: `It has ${d['interfaces']}.`,
  }),
  'no-congestion-control': (d: Details): Sentence => ({
    message: `This machine does not offer the congestion control ${d['name']}.`,
    remedy:
      d['available'] === undefined
        ? 'See which it offers with `sysctl net.ipv4.tcp_available_congestion_control`.'
        : `It offers: ${d['available']}.`,
  }),
  'permission-denied': (d: Details): Sentence => ({
    message: `The system does not permit listening on ${d['address']}.`,
    remedy:
      Number(d['port']) < 1024
        ? 'Use a port above 1023.'
        : 'A policy of this machine or of its container forbids it; ask whoever looks after it.',
  }),
  forbidden: (d: Details): Sentence => ({
    message: `This machine does not permit sending to ${d['address']}.`,
    remedy:
      'Its firewall or a route forbids it (`nft list ruleset` and `ip route` show them), or the address is a broadcast address.',
  }),
  'too-many-files': (d: Details): Sentence => ({
    message: `The system has no file descriptor left for a socket (${d['address']}).`,
    remedy: 'Raise the limit with `ulimit -n 20000`, or open fewer connections at a time.',
  }),
  'no-memory': (d: Details): Sentence => ({
    message: `The system has no memory left for a socket or what it sends (${d['address']}, ${d['errno']}).`,
    remedy: 'Close other programs, or ask for less at a time.',
  }),
  'datagram-too-large': (d: Details): Sentence => ({
    message: `${d['bytes'] === undefined ? 'What is to be sent does' : counted(d['bytes'], 'byte does', 'bytes do')} not fit into one datagram to ${d['address']}.`,
    remedy: `Send less (at most ${number(65_507)} bytes over IPv4), or use TCP.`,
  }),
  unsupported: (d: Details): Sentence => ({
    message: `This system cannot make a socket for ${d['address']} (${d['errno']}): it may have no ${String(d['address']).includes('[') ? 'IPv6' : 'IPv4'}.`,
    remedy: 'Use an address of the other family.',
  }),
  'system-refused': (d: Details): Sentence => ({
    message: `The system refused to use a socket with ${d['address']} (${d['errno']}).`,
    remedy: `Check the address and the port, and what this machine allows (\`${typed('doctor')}\`).`,
  }),
};
