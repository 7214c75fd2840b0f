/** Who looks at a server: a table on the screen, lines, or JSON lines. */
import { safeJson } from '../../present/export/json.ts';
import type { ServerEvent } from '../../result/events/server-events.ts';
import type { CliContext } from '../context.ts';
import { forLocale } from '../printing.ts';
import { canDraw } from '../terminal.ts';
import { ServeLines } from './lines.ts';

export interface Show {
  readonly event: (event: ServerEvent) => void;
  begin(announcement: Announcement): void;
  /** Resolves when the person ends the screen. */
  readonly quit: Promise<void>;
  end(): Promise<void>;
}

export interface Announcement {
  /** The port, and what there is to know before anybody comes. */
  readonly lines: readonly string[];
  /** What a guest types, one for each address. */
  readonly commands: readonly string[];
  /** How the commands are introduced where there is no screen. */
  readonly tell: string;
  /** Where the first of them leads; null: nobody but this machine gets here. */
  readonly address: string | null;
  /** What the emulated link does; null where there is none. */
  readonly link: string | null;
  /** How it ends where there is no screen. */
  readonly stop: string;
}

export async function showFor(ui: string, json: boolean, context: CliContext): Promise<Show> {
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
    begin: (said) => {
      for (const line of announced(said)) stdout.write(forLocale(`${line}\n`, context));
    },
    quit: never,
    end: () => {
      if (ui !== 'none') stderr.write(`${context.words.serve.stopped}\n`);
      return Promise.resolve();
    },
  };
}

function announced({ lines, commands, tell, link, stop }: Announcement): string[] {
  const [listening = '', ...more] = lines;
  const invitation = commands.length === 0 ? [] : [tell, ...commands.map((command) => `  ${command}`)];
  return [listening, ...invitation, ...more, ...(link === null ? [] : [link]), stop];
}

/** The live table. */
async function dashboard(context: CliContext): Promise<Show> {
  const { startServeScreen } = await import('../../present/live/index.ts');
  const screen = startServeScreen(context);
  return {
    event: (event) => screen.push(event),
    begin: ({ lines, commands, address, link }) =>
      screen.announce({ announcement: lines, commands, address, link }),
    quit: screen.quit,
    end: () => {
      screen.close();
      context.stderr.write(`${context.words.serve.stopped}\n`);
      return Promise.resolve();
    },
  };
}
