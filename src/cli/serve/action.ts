/** Runs `serve`: starts the server's thread, shows what it tells, and ends it on a signal. */

import { describeImpairment } from '../../link/describe.ts';
import { safeJson } from '../../present/json.ts';
import type { Impairment } from '../../result/impairment.ts';
import type { ServerEvent } from '../../result/server-events.ts';
import type { ServerOptions } from '../../run/server/options.ts';
import { type RunningServer, startServer } from '../../run/server/process/start.ts';
import { typed } from '../../words/command.ts';
import type { CliContext } from '../context.ts';
import { impairmentFrom } from '../options/impairment.ts';
import { type ServeOptions, serverOptionsFrom } from '../options/serve-options.ts';
import { choice, whole } from '../options/values.ts';
import { forLocale } from '../printing.ts';
import { reachableAddresses, targetOf } from '../reachable.ts';
import { canDraw, forScreen } from '../terminal.ts';
import { ServeLines } from './lines.ts';

export async function serveAction(options: ServeOptions, context: CliContext): Promise<void> {
  const words = context.words.serve;
  const ui = choice('--ui', options.ui, ['auto', 'dashboard', 'text', 'none'], words.allowed.ui) ?? 'auto';
  const serverOptions = serverOptionsFrom(options, context);
  const signalled = signals();
  const show = await consumer(ui, options.jsonStream === true, forScreen(options.color, context));
  const impairment = linkFrom(options, context);
  const server = await started(serverOptions, impairment, options.seed === undefined, show);
  show.begin(announcement(server.port, serverOptions, impairment, context));
  try {
    await Promise.race([signalled.promise, server.ended, show.quit]);
  } finally {
    await server.stop();
    await show.end();
    signalled.forget();
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
  show: Show,
): Promise<RunningServer> {
  if (impairment === null) return startServer(serverOptions, show.event);
  const { startBehindLink } = await import('../../run/lab/relay/serve.ts');
  return startBehindLink(serverOptions, impairment, bySession, show.event);
}

interface Show {
  readonly event: (event: ServerEvent) => void;
  begin(announcement: Announcement): void;
  /** Resolves when the person ends the screen. */
  readonly quit: Promise<void>;
  end(): Promise<void>;
}

async function consumer(ui: string, json: boolean, context: CliContext): Promise<Show> {
  const { stdout, stderr } = context;
  const never = new Promise<void>(() => {});
  if (json) {
    return {
      event: (event) => stdout.write(`${safeJson({ ...event, at: new Date().toISOString() })}\n`),
      begin: () => {},
      quit: never,
      end: () => Promise.resolve(),
    };
  }
  const drawn = canDraw(context) && (ui === 'dashboard' || (ui === 'auto' && context.stdin.isTTY));
  if (drawn) return dashboard(context);
  if (ui === 'dashboard') stderr.write(`${context.words.cli.status.noTerminal}\n`);
  const lines = new ServeLines(context);
  return {
    event: (event) => {
      for (const line of ui === 'none' ? [] : lines.of(event)) stderr.write(`${line}\n`);
    },
    begin: ({ lines: said, link, stop }) => {
      for (const line of [...said, ...(link === null ? [] : [link]), stop])
        stdout.write(forLocale(`${line}\n`, context));
    },
    quit: never,
    end: () => {
      if (ui !== 'none') stderr.write(`${context.words.serve.stopped}\n`);
      return Promise.resolve();
    },
  };
}

/** The live table. */
async function dashboard(context: CliContext): Promise<Show> {
  const { startServeScreen } = await import('../../present/live/index.ts');
  const screen = startServeScreen(context);
  return {
    event: (event) => screen.push(event),
    begin: ({ lines, link }) => screen.announce(lines, link),
    quit: screen.quit,
    end: () => {
      screen.close();
      context.stderr.write(`${context.words.serve.stopped}\n`);
      return Promise.resolve();
    },
  };
}

interface Announcement {
  /** The port, and what a classmate types. */
  readonly lines: readonly string[];
  /** What the emulated link does; null where there is none. */
  readonly link: string | null;
  /** How it ends where there is no screen. */
  readonly stop: string;
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
  const lines = [words.listening(port)];
  if (reachable.length === 0) lines.push(words.only(options.addresses.join(', ')));
  else {
    // Over a lossy link the contrast is what there is to see.
    const command = impairment === null ? 'udp' : 'compare';
    lines.push(words.tell, ...reachable.map((address) => `  ${typed(command, targetOf(address, port))}`));
  }
  if (options.echo) lines.push(words.echoOn);
  const link = impairment === null ? null : context.words.lab.served(describeImpairment(impairment));
  return { lines, link, stop: words.stop };
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
