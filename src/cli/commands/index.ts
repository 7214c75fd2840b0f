/** Every command, in the order of the help text. A module here holds options and wiring; heavy parts load in its action. */
import type { CliContext } from '../context.ts';
import { agentCommand } from './agent.ts';
import { chatCommand } from './chat.ts';
import { completionCommand } from './completion.ts';
import { doctorCommand } from './doctor.ts';
import { fleetCommand } from './fleet.ts';
import { judgeCommand } from './judge.ts';
import { labCommand } from './lab.ts';
import { lessonCommand } from './lesson.ts';
import { listenCommand } from './listen.ts';
import { loadCommand } from './load.ts';
import { reportCommand } from './report.ts';
import { compareCommand, tcpCommand, udpCommand } from './run.ts';
import { sendCommand } from './send.ts';
import { serveCommand } from './serve.ts';

export const COMMANDS: readonly ((context: CliContext) => unknown)[] = [
  tcpCommand,
  udpCommand,
  compareCommand,
  loadCommand,
  serveCommand,
  listenCommand,
  sendCommand,
  chatCommand,
  labCommand,
  fleetCommand,
  agentCommand,
  judgeCommand,
  lessonCommand,
  reportCommand,
  doctorCommand,
  completionCommand,
];
