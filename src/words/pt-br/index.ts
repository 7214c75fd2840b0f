import type { en } from '../en/index.ts';
import { chat } from './chat.ts';
import { classroom } from './classroom.ts';
import { cli } from './cli.ts';
import { doctor } from './doctor.ts';
import { engine } from './engine.ts';
import { errors } from './errors.ts';
import { exercise } from './exercise.ts';
import { fleet } from './fleet.ts';
import { foreign } from './foreign-text.ts';
import { html } from './html.ts';
import { judge } from './judge.ts';
import { lab } from './lab.ts';
import { lesson } from './lesson.ts';
import { live } from './live.ts';
import { load } from './load.ts';
import { missed } from './missed.ts';
import { owners } from './owners.ts';
import { queue } from './queue.ts';
import { repeat } from './repeat.ts';
import { report } from './report.ts';
import { serve } from './serve.ts';
import { server } from './server.ts';
import { stream } from './stream.ts';
import { summary } from './summary.ts';
import { warnings } from './warnings.ts';

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
