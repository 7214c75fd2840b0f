/** What the names of a fleet's agents mean. */
import type { Descriptions } from './describe.ts';

export const agentDescriptions: Descriptions = {
  agents: 'The agents of a fleet, by name; absent elsewhere. Their counts add up to those of the whole.',
  'agents.name': 'Its name.',
  'agents.host': 'Its machine.',
  'agents.state': 'done; late: it began after the others; lost: what it measured is not all here.',
  'agents.share': 'Its share of the whole load, 0..1.',
  'agents.clock': 'Its clock against that of the coordinator.',
  'agents.clock.offset':
    "Its wall clock less the coordinator's in ns, as an interval that is certain; null: not known.",
  'agents.clock.began':
    'When it began, in ns after the common instant, as an interval that is certain; null: it did not, or nobody knows.',
  'agents.untilSeconds': 'Until when a lost one has told what it measured, in seconds of the measured part.',
  'agents.transports': 'What it did of each transport.',
  'agents.transports.tcp': 'Over TCP.',
  'agents.transports.udp': 'Over UDP.',
  'agents.transports.tcp.complete':
    'It has handed over all that it measured; else these are the counts that it told last.',
  'agents.transports.udp.complete':
    'It has handed over all that it measured; else these are the counts that it told last.',
};
