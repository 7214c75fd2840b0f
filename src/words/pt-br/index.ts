import type { en } from '../en/index.ts';
import { chat } from './commands/chat.ts';
import { cli } from './commands/cli.ts';
import { doctor } from './commands/doctor.ts';
import { exercise } from './commands/exercise.ts';
import { fleet } from './commands/fleet.ts';
import { judge } from './commands/judge.ts';
import { lab } from './commands/lab.ts';
import { load } from './commands/load.ts';
import { repeat } from './commands/repeat.ts';
import { report } from './commands/report.ts';
import { serve } from './commands/serve.ts';
import { errors } from './errors/errors.ts';
import { foreign } from './errors/foreign-text.ts';
import { lesson } from './lessons/lesson.ts';
import { queue } from './lessons/queue.ts';
import { stream } from './lessons/stream.ts';
import { live } from './live/live.ts';
import { classroom } from './result/classroom.ts';
import { engine } from './result/engine.ts';
import { html } from './result/html.ts';
import { missed } from './result/missed.ts';
import { owners } from './result/owners.ts';
import { summary } from './result/summary.ts';
import { warnings } from './result/warnings.ts';
import { server } from './server.ts';

export const ptBr: typeof en = {
  tag: 'pt-BR',
  chat,
  classroom,
  cli,
  doctor,
  engine,
  errors,
  exercise,
  fleet,
  foreign,
  html,
  judge,
  lab,
  lesson,
  live,
  load,
  missed,
  owners,
  repeat,
  queue,
  report,
  serve,
  server,
  stream,
  summary,
  warnings,
};
