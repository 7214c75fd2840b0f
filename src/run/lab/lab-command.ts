/** The command of the client's side: started in the network namespace of the calling thread. */
import { type ChildProcess, spawn } from 'node:child_process';
import { SockbenchError } from '../../errors.ts';
import { deferred } from '../client/control/deferred.ts';
import { LAB_VARIABLE, type LabEnvironment } from './environment.ts';
import type { LabOrder } from './orders.ts';
import { serverVariables, withServer } from './server-word.ts';
import { withAlone, withDescriptors } from './stdio.ts';

export interface CommandEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export class LabCommand {
  readonly #child: ChildProcess;
  readonly #ended = deferred<CommandEnd>();

  /** @param host the server's address, which the command may name by a word */
  constructor({ command, apart, given }: LabOrder, host: string, environment: LabEnvironment) {
    const [program, ...words] = command.map((word) => withServer(word, host));
    this.#child = spawn(program!, words, {
      stdio: apart === null ? withDescriptors(given) : withAlone(apart),
      env: { ...process.env, ...serverVariables(host), [LAB_VARIABLE]: JSON.stringify(environment) },
    });
    // Whoever awaits its end may come later.
    this.#ended.promise.catch(() => {});
    this.#child.once('error', (cause) =>
      this.#ended.reject(
        new SockbenchError('lab-command', 'start', { command: program!, reason: cause.message }, cause),
      ),
    );
    this.#child.once('exit', (code, signal) => this.#ended.resolve({ code, signal }));
  }

  /** @throws SockbenchError `lab-command` where it could not be started */
  get ended(): Promise<CommandEnd> {
    return this.#ended.promise;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}
