/**
 * The process that draws a run: events in, keys out. It is not the run's own, so that neither its work nor its end is felt
 * by what is measured. The terminal's modes are its parent's to give back.
 */
import { startDashboard } from '../../present/live/index.ts';
import { leaveTerminal, lentTerminal, type Tenant } from '../../present/live/terminal/terminal.ts';
import { deferred } from '../../run/client/control/deferred.ts';
import { LiveView } from '../../run/client/live/live-view.ts';
import { ReportReader } from '../../run/client/threads/report-ring.ts';
import { wordsFor } from '../../words/index.ts';
import type { Saving } from '../run/save-key.ts';
import { standsAside } from './aside.ts';
import { showLife } from './heartbeat.ts';
import { type Begin, type FromScreen, REPORTS, type ToScreen } from './messages.ts';
import { setTerminalModes } from './modes.ts';

// What reaches the whole group is for the run to answer: the last frames are still wanted.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, () => {});
// A terminal that is gone.
for (const stream of [process.stdin, process.stdout]) stream.on('error', () => process.exit(1));

const tell = (message: FromScreen): void => void process.send?.(message, () => {});

/** Half as long as a generator takes between two reports, ms. */
const LOOK = 125;

/** What the generators have written since the last look. */
function reportsFrom(): (lane: number) => readonly Uint8Array[] {
  const lanes = new Map<number, ReportReader>();
  return (lane) => {
    const reader = lanes.get(lane) ?? new ReportReader({ fd: REPORTS, lane });
    lanes.set(lane, reader);
    return reader.read();
  };
}

/** Its parent was killed: nobody else is left to give the terminal back. */
function orphaned({ modes }: Begin): void {
  leaveTerminal(process.stdout);
  if (modes === null) process.exit(1);
  setTerminalModes(modes);
  // Not by an exit: with that, Node puts the modes back that it found, which were the screen's.
  process.kill(process.pid, 'SIGKILL');
}

process.once('message', (begin: Begin) => {
  const live = new LiveView(begin.spec);
  const reportsOf = reportsFrom();
  let saving = deferred<Saving>();
  let tenant: Tenant | undefined;
  const lent = lentTerminal(() => tell({ type: 'suspend' }));
  const dashboard = startDashboard({
    words: wordsFor(begin.language),
    language: begin.language,
    stdout: process.stdout,
    stdin: process.stdin,
    env: process.env,
    spec: begin.spec,
    borrow: (stdout, stdin, drawn) => {
      tenant = drawn;
      return lent(stdout, stdin, drawn);
    },
    control: {
      stop: () => tell({ type: 'stop' }),
      save: () => {
        saving = deferred();
        tell({ type: 'save' });
        return saving.promise;
      },
      tryLink: begin.offers.tryLink ? () => tell({ type: 'try-link' }) : undefined,
      setImpairment: begin.offers.link ? (impairment) => tell({ type: 'impairment', impairment }) : undefined,
    },
  });
  const look = (): void => {
    for (const event of live.look(reportsOf)) dashboard.push(event);
  };
  process.on('message', (message: ToScreen) => {
    if (message.type === 'event') {
      // The generators told their last before they ended.
      if (message.event.event === 'result') look();
      const event = live.take(message.event);
      if (event !== null) dashboard.push(event);
    } else if (message.type === 'hide') {
      void Promise.resolve(tenant?.hide()).then(() => tell({ type: 'hidden' }));
    } else if (message.type === 'show') tenant?.show();
    else if (message.type === 'saved') saving.resolve(message.saving);
    else if (message.type === 'not-saved') saving.reject(new Error(message.reason));
  });
  const looking = setInterval(() => {
    look();
    showLife(REPORTS);
  }, LOOK);
  process.once('disconnect', () => orphaned(begin));
  void dashboard.ended.then(() => {
    clearInterval(looking);
    const ended: FromScreen = { type: 'ended', picture: dashboard.picture() };
    process.send?.(ended, () => process.exit(0));
  });
  void standsAside(begin.standing).then(() => tell({ type: 'drawn' }));
});
