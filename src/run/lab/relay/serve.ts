/** `serve --loss …`: a server for others, with an emulated link before it. */
import { fileURLToPath } from 'node:url';
import { SockbenchError } from '../../../errors.ts';
import { describeImpairment } from '../../../link/describe.ts';
import type { Impairment } from '../../../result/impairment.ts';
import { wordsFor } from '../../../words/index.ts';
import { listen } from '../../listening/bind.ts';
import type { Emit, ServerOptions } from '../../server/options.ts';
import type { RunningServer } from '../../server/process/start.ts';
import { type LabSite, launchLab } from '../launch.ts';
import { labFrom } from '../link/client.ts';
import { withGuest } from './control.ts';
import { relayPath } from './paths.ts';
import { Relay } from './relay.ts';

/**
 * @param bySession each guest has losses of its own; else all see the same ones
 * @throws SockbenchError where it cannot listen, or the machine does not allow a lab
 */
export async function startBehindLink(
  options: ServerOptions,
  impairment: Impairment,
  bySession: boolean,
  emit: Emit,
): Promise<RunningServer> {
  const listeners = await listen(options.addresses, options.port);
  let stopping = false;
  const { standing, over } = launched(options, impairment, bySession, emit);
  const ended = over.then(() => {
    if (!stopping) throw new SockbenchError('lab-ended', 'serve', { part: 'relay' });
  });
  try {
    const site = await Promise.race([standing, ended.then(() => Promise.reject(new Error('stopped')))]);
    const relay = await Relay.start({
      listeners,
      control: site.environment.control!,
      inner: relayPath(site.environment.link),
      link: labFrom(site.environment),
      limits: options.limits,
      echo: options.echo,
      emit,
    });
    emit({ event: 'listening', port: listeners.port, addresses: options.addresses });
    const stop = async () => {
      if (!stopping) {
        stopping = true;
        await relay.close();
      }
      await ended;
    };
    return { port: listeners.port, stop, ended };
  } catch (error) {
    ended.catch(() => {});
    await listeners.close();
    throw error;
  }
}

interface Launched {
  /** Resolves when the lab stands. */
  readonly standing: Promise<LabSite>;
  /** Resolves when it has ended. */
  readonly over: Promise<unknown>;
}

/** A lab whose command is the relay's inner half. */
function launched(options: ServerOptions, impairment: Impairment, bySession: boolean, emit: Emit): Launched {
  let stood: (site: LabSite) => void = () => {};
  const standing = new Promise<LabSite>((resolve) => {
    stood = resolve;
  });
  const over = launchLab({
    command: [process.execPath, fileURLToPath(new URL('./process.js', import.meta.url))],
    impairment,
    engine: options.engine,
    guests: {
      // The server takes all guests for one address: the relay, which knows theirs, bounds them.
      limits: { ...options.limits, sessionsPerAddress: options.limits.sessions },
      busyPoll: options.busyPoll,
      echo: options.echo,
      bySession,
      key: options.key === null ? null : Buffer.from(options.key).toString('base64'),
      // Guests of many versions and languages read it: like every sentence on the wire, it is English.
      notice: wordsFor('en').lab.notice(describeImpairment(impairment)),
      tool: options.tool,
    },
    event: (event) => {
      if (event.event !== 'listening') emit(withGuest(event));
    },
    ready: (_addresses, site) => stood(site),
    detached: true,
  });
  return { standing, over };
}
