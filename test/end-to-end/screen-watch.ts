/** A look at the screen of a tmux session whenever something was written there: its control mode tells (tmux(1), CONTROL MODE). */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

/** Asked for by us; the reply to attaching has 0. */
const REPLY = /^%(begin|end|error) \d+ \d+ 1$/;

export class ScreenWatch {
  readonly #client: ChildProcessWithoutNullStreams;
  readonly #session: string;
  readonly #asked: ((screen: string | null) => void)[] = [];
  #reply: string[] | undefined;
  #rest = '';
  #changed = true;
  #ended = false;
  #told: (() => void) | undefined;

  constructor(server: string, session: string) {
    this.#session = session;
    const attach = ['-u', '-L', server, '-C', 'attach-session', '-t', session, '-f', 'ignore-size'];
    this.#client = spawn('tmux', attach, { stdio: 'pipe' });
    this.#client.on('error', () => {}).on('close', () => this.#end());
    this.#client.stdin.on('error', () => {});
    this.#client.stderr.resume();
    this.#client.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (this.#rest + text).split('\n');
      this.#rest = lines.pop()!;
      for (const line of lines) this.#take(line);
    });
  }

  #take(line: string): void {
    const mark = REPLY.exec(line)?.[1];
    if (mark === 'begin') this.#reply = [];
    else if (mark !== undefined) {
      this.#asked.shift()?.(`${this.#reply!.join('\n')}\n`);
      this.#reply = undefined;
    } else if (this.#reply !== undefined) this.#reply.push(line);
    else this.#note();
  }

  #note(): void {
    this.#changed = true;
    this.#told?.();
  }

  /** Nobody is told anything more. */
  #end(): void {
    this.#ended = true;
    for (const answer of this.#asked.splice(0)) answer(null);
  }

  /** The screen as `capture-pane -p` prints it; null where none came in time, and once the session has ended. */
  async screen(ms: number): Promise<string | null> {
    if (this.#ended) return null;
    this.#changed = false;
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve(null), ms);
      this.#asked.push((screen) => {
        clearTimeout(late);
        resolve(screen);
      });
      this.#client.stdin.write(`capture-pane -p -t ${this.#session}\n`);
    });
  }

  /** Until something was written since the screen was last looked at, or the time is over. */
  async change(ms: number): Promise<void> {
    if (this.#changed) return;
    await new Promise<void>((resolve) => {
      const over = setTimeout(resolve, ms);
      this.#told = () => {
        clearTimeout(over);
        resolve();
      };
    });
    this.#told = undefined;
  }

  close(): void {
    this.#client.kill('SIGKILL');
  }
}
