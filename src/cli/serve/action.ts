/** Runs `serve`: starts the server's thread, shows what it tells, and ends it on a signal. */

import { describeImpairment as inOptions } from '../../link/describe.ts';
import { describeImpairment } from '../../present/shared/describe.ts';
import type { ServerEvent } from '../../result/events/server-events.ts';
import type { Impairment } from '../../result/impairment.ts';
import type { ServerOptions } from '../../run/server/options.ts';
import { type RunningServer, startServer } from '../../run/server/process/start.ts';
import { typedElsewhere } from '../../words/command.ts';
import type { CliContext } from '../context.ts';
import { impairmentFrom } from '../options/impairment.ts';
import { choice, whole } from '../options/values.ts';
import { reachableAddresses, targetOf } from '../reachable.ts';
import { requireFreeFiles } from '../save.ts';
import { forScreen } from '../terminal.ts';
import { ClassRecord, leave } from './class-record.ts';
import { type ServeOptions, serverOptionsFrom } from './options.ts';
import { type Announcement, showFor } from './show.ts';

export async function serveAction(options: ServeOptions, context: CliContext): Promise<void> {
  const words = context.words.serve;
  const ui = choice('--ui', options.ui, ['auto', 'dashboard', 'text', 'none'], words.allowed.ui) ?? 'auto';
  const serverOptions = serverOptionsFrom(options, context);
  requireFreeFiles(options, options.jsonStream === true ? '--json-stream' : undefined, context);
  const signalled = signals();
  const impairment = linkFrom(options, context);
  const show = await showFor(ui, options.jsonStream === true, forScreen(options.color, context));
  const record = new ClassRecord(impairment === null ? null : inOptions(impairment));
  const server = await started(serverOptions, impairment, options.seed === undefined, (event) => {
    record.take(event);
    show.event(event);
  });
  show.begin(announcement(server.port, serverOptions, impairment, context));
  try {
    await Promise.race([signalled.promise, server.ended, show.quit]);
  } finally {
    // Whatever has ended it: what the class has measured is not lost.
    record.ending = true;
    await server.stop().catch(() => {});
    await show.end();
    signalled.forget();
    await leave(record, options, context);
  }
}

function linkFrom(options: ServeOptions, { words }: CliContext): Impairment | null {
  const seed = whole('--seed', options.seed, 0, 2 ** 32 - 1, words.lab.allowed.seed);
  return impairmentFrom(options, seed ?? Math.floor(Math.random() * 2 ** 32), words);
}

/** A server of this process, or one behind an emulated link. */
async function started(
  serverOptions: ServerOptions,
  impairment: Impairment | null,
  bySession: boolean,
  tell: (event: ServerEvent) => void,
): Promise<RunningServer> {
  if (impairment === null) return startServer(serverOptions, tell);
  const { startBehindLink } = await import('../../run/lab/relay/serve.ts');
  return startBehindLink(serverOptions, impairment, bySession, tell);
}

/** What is printed first. */
function announcement(
  port: number,
  options: ServerOptions,
  impairment: Impairment | null,
  context: CliContext,
): Announcement {
  const words = context.words.serve;
  const reachable = reachableAddresses(options.addresses);
  // Over a lossy link the contrast is what there is to see.
  const command = impairment === null ? 'udp' : 'compare';
  const targets = reachable.map((address) => targetOf(address, port));
  return {
    lines: [
      words.listening(port),
      ...(reachable.length === 0 ? [words.only(options.addresses.join(', '))] : []),
      ...(options.echo ? [words.echoOn] : []),
    ],
    commands: targets.map((target) => typedElsewhere(command, target)),
    tell: words.tell,
    address: targets[0] ?? null,
    link:
      impairment === null ? null : context.words.lab.served(describeImpairment(impairment, context.words)),
    stop: words.stop,
  };
}

/** The first signal that asks to end; a server then says goodbye to its clients. */
function signals(): { promise: Promise<void>; forget: () => void } {
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  let heard = () => {};
  const promise = new Promise<void>((resolve) => {
    heard = resolve;
  });
  for (const name of names) process.on(name, heard);
  return {
    promise,
    forget: () => {
      for (const name of names) process.off(name, heard);
    },
  };
}
