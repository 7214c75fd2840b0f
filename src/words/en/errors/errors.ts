import { typed, typedAt, typedElsewhere } from '../../command.ts';
import { numbersIn } from '../../numbers.ts';
import type { Details, Sentence } from '../../sentence.ts';
import { fewFiles } from './few-files.ts';
import { fileErrors } from './file-errors.ts';
import { fleetErrors } from './fleet-errors.ts';
import { judgeErrors } from './judge-errors.ts';
import { optionErrors } from './option-errors.ts';
import { resultErrors } from './result-errors.ts';
import { silenceErrors } from './silence-errors.ts';
import { socketErrors } from './socket-errors.ts';
import { wrongAnswers } from './wrong-answers.ts';

const { counted, number } = numbersIn('en');

/** What stood there instead of an answer of ours. */
const said = (d: Details): string =>
  d['reason'] === undefined || d['reason'] === '' ? '' : `; it says "${d['reason']}"`;

/** @param reason what `unshare` said, in English */
export const namespacesRemedy = (reason: string): string =>
  /No space left/.test(reason)
    ? 'None, or no more, are allowed here: sudo sysctl user.max_user_namespaces=15000 user.max_net_namespaces=15000.'
    : 'On Ubuntu 24.04 and later: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0. On older Debian: sudo sysctl kernel.unprivileged_userns_clone=1. In a container: start it with --security-opt seccomp=unconfined --cap-add NET_ADMIN --cap-add SYS_ADMIN.';

/** Errors of the network and of the command line: what happened, and what to do. Codes are stable; they appear in results. */
export const errors = {
  'control-lost': (d: Details): Sentence => ({
    message: `The control connection to ${d['address']} was lost, so the run was stopped.`,
    remedy: 'The server was stopped or the network failed; what was measured until then is shown.',
  }),
  'load-unfinished': (d: Details): Sentence => ({
    message: `The line's queue did not empty in time after a phase, so ${counted(d['missing'], 'phase was', 'phases were')} not run: what was measured before is shown.`,
    remedy: 'Load one direction at a time, with --direction.',
  }),
  stalled: (d: Details): Sentence => ({
    message: `Nothing moved between here and ${d['address']} for ${number(d['seconds'])} s, so the run was ended.`,
    remedy:
      'The server or the path is stuck; what was measured until then is shown. With --duration a run ends by time as well.',
  }),
  'not-sockbench': (d: Details): Sentence => ({
    message: `${d['address']} is not a sockbench server, or has no room for another connection.`,
    remedy: `If it is one, try again; for a plain echo server write echo://${d['address']}.`,
  }),
  'not-chat': (d: Details): Sentence => ({
    message: `No sockbench chat answers at ${d['address']}${said(d)}.`,
    remedy: `Start one there with \`${typedAt(d['address'], 'chat --serve --lan')}\`, or check the address and the port; for a server of your own add --plain.`,
  }),
  'host-only': (d: Details): Sentence => ({
    message: `${d['option']} is for the host of a room.`,
    remedy: 'Add --serve to host one, or leave it out.',
  }),
  'chat-over': (): Sentence => ({
    message: 'The host ended the conversation.',
    remedy: 'Its last line says why.',
  }),
  'version-mismatch': (d: Details): Sentence => ({
    message: `The server at ${d['address']} speaks protocol version ${d['theirs']}, this client ${d['ours']}.`,
    remedy: 'Install the same version of sockbench on both machines.',
  }),
  'server-refused': (d: Details): Sentence => ({
    message: `The server at ${d['address']} refused: ${d['reason']}`,
    remedy: 'Ask for less, or ask whoever runs the server to raise its limits.',
  }),
  'server-ended': (d: Details): Sentence => ({
    message: `The server at ${d['address']} was ended while this went on: what was not answered by then was not lost by the network.`,
    remedy: 'Begin again when it stands.',
  }),
  'server-failed': (d: Details): Sentence => ({
    message: `The server at ${d['address']} failed: ${d['reason']}`,
    remedy: 'What was measured until then is shown. Try again; if it happens again, please report it.',
  }),
  'key-needed': (d: Details): Sentence => ({
    message: `The server at ${d['address']} asks for a key.`,
    remedy: 'Give it with --key-file FILE, or in the environment variable SOCKBENCH_KEY.',
  }),
  'key-unused': (d: Details): Sentence => ({
    message: `The server at ${d['address']} did not ask for the key, so it cannot be the one that knows it.`,
    remedy: 'Start the server with the same key, or leave the key out here.',
  }),
  'key-wrong': (d: Details): Sentence => ({
    message: `The server at ${d['address']} does not have the same key.`,
    remedy: 'Use the same key on both machines.',
  }),
  'file-limit': (d: Details): Sentence => ({
    message: `${counted(d['needed'], 'open file is', 'open files are')} needed for this run, but the limit is ${number(d['limit'])}.`,
    remedy: `Raise it with \`ulimit -n ${d['needed']}\`, or use fewer --clients.`,
  }),
  'few-files': fewFiles,
  ...judgeErrors,
  ...optionErrors,
  ...resultErrors,
  ...silenceErrors,
  ...wrongAnswers,
  ...socketErrors,
  'bad-key': (d: Details): Sentence => ({
    message: `The key in ${d['source']} is shorter than ${counted(d['least'], 'byte', 'bytes')}.`,
    remedy: 'Make one with `head -c 32 /dev/urandom | base64 > class.key`.',
  }),
  'large-key': (d: Details): Sentence => ({
    message: `The key file ${d['source']} is larger than ${counted(d['most'], 'byte', 'bytes')}.`,
    remedy: 'Make one with `head -c 32 /dev/urandom | base64 > class.key`.',
  }),
  'unreadable-key': (d: Details): Sentence => ({
    message: `The key file ${d['source']} cannot be read.`,
    remedy: 'Check its name and its permissions.',
  }),
  'bad-target': (d: Details): Sentence => ({
    message: `${d['value']} is not a target.`,
    remedy: 'Write host, host:port or [v6]:port, optionally with sockbench:// or echo:// before it.',
  }),
  'worker-died': (d: Details): Sentence => ({
    message: `A thread stopped unexpectedly (${d['reason']}).`,
    remedy: 'What was measured until then is shown; please report this.',
  }),
  'server-start': (d: Details): Sentence => ({
    message: `The server on loopback could not be started: ${d['reason']}`,
    remedy: `Run \`${typed('doctor')}\`.`,
  }),
  'lab-platform': (d: Details): Sentence => ({
    message: `The lab needs network namespaces of Linux; this is ${d['platform']}.`,
    remedy: `Use a Linux machine (or WSL 2), or a classmate's \`${typedElsewhere('serve --lan --loss 5%')}\`.`,
  }),
  'lab-tool': (d: Details): Sentence => ({
    message: `The lab needs the program ${d['tool']}, which is not installed.`,
    remedy: `Install the package ${d['package']} (Debian, Ubuntu: sudo apt install ${d['package']}).`,
  }),
  'lab-ffi': (d: Details): Sentence =>
    d['reason'] === undefined
      ? {
          message: 'The lab needs koffi, an optional dependency that is not installed for this platform.',
          remedy: 'Run `npm install` without --omit=optional.',
        }
      : {
          message: `The lab needs koffi, which cannot be loaded: ${d['reason']}.`,
          remedy: 'Put sockbench where programs may run: not on a file system that is mounted noexec.',
        },
  'lab-tun': (d: Details): Sentence => ({
    message: `The lab needs the device /dev/net/tun, which cannot be used: ${d['reason']}.`,
    remedy:
      'If it is missing: sudo modprobe tun. If it is closed: sudo chmod 666 /dev/net/tun. In a container: start it with --device /dev/net/tun.',
  }),
  'lab-folder': (d: Details): Sentence => ({
    message: `The lab needs a folder for its sockets, and none can be made: ${d['tried']}.`,
    remedy:
      'Name a folder that can be written and whose name has less than 70 letters: TMPDIR=/tmp sockbench …',
  }),
  'lab-namespaces': (d: Details): Sentence => ({
    message: `The lab needs user and network namespaces, which this machine refuses: ${d['reason']}.`,
    remedy: namespacesRemedy(String(d['reason'])),
  }),
  'lab-failed': (d: Details): Sentence => ({
    message: `The lab could not be built: ${d['reason']}.`,
    remedy: `Run \`${typed('doctor')}\`.`,
  }),
  'lab-variable': (d: Details): Sentence => ({
    message: `${d['variable']} holds nothing that a lab of this version has set.`,
    remedy: `Remove it: unset ${d['variable']}.`,
  }),
  'lab-ended': (d: Details): Sentence => ({
    message: `The lab ended by itself: its ${{ link: 'link process', relay: 'relay', server: 'server' }[String(d['part'])]} was ended or failed.`,
    remedy: 'Start it again.',
  }),
  'lab-command': (d: Details): Sentence => ({
    message: `The command ${d['command']} could not be started: ${d['reason']}.`,
    remedy: 'Check its name; it is looked for in PATH.',
  }),
  'nothing-measured': (): Sentence => ({
    message: 'Nothing was measured.',
    remedy: 'Look at the warnings above.',
  }),
  ...fileErrors,
  ...fleetErrors((d) => sentenceOf(d)),
  'file-exists': (d: Details): Sentence => ({
    message: `${d['file']} already exists.`,
    remedy: 'Choose another name, or add --force to overwrite it.',
  }),
  'disk-full': (d: Details): Sentence => ({
    message: `${d['file']} was not saved: no space is left there.`,
    remedy: 'Free some space, or save to another disk.',
  }),
  'output-failed': (d: Details): Sentence => ({
    message: `The result could not be written to standard output (${d['reason']}).`,
    remedy: 'Free some space where it goes, or save it elsewhere with --output FILE.',
  }),
  'no-folder': (d: Details): Sentence => ({
    message: `${d['file']} was not saved: its folder does not exist.`,
    remedy: 'Make the folder first, or choose another one.',
  }),
  'not-writable': (d: Details): Sentence => ({
    message: `${d['file']} was not saved: the system does not permit it (${d['reason']}).`,
    remedy: 'Choose a folder that you may write to.',
  }),
  'no-reader': (d: Details): Sentence => ({
    message: `${d['file']} was not saved: no program reads from this pipe.`,
    remedy: 'Start the reader first, or save to a file.',
  }),
  'input-too-large': (d: Details): Sentence => ({
    message: `Standard input holds more than ${number(d['limit'])} MiB.`,
    remedy: 'Send less at a time.',
  }),
  'bad-spec': (d: Details): Sentence => ({
    message: `A run cannot be asked for like this: ${d['field']}: ${d['reason']}.`,
    remedy: null,
  }),
  internal: (d: Details): Sentence => ({
    message: `sockbench failed: ${d['reason']}`,
    remedy: 'This is a mistake in sockbench; please report it with the command you used.',
  }),
};

/** Of an error that is told within another one; `failure` is its code. */
function sentenceOf(d: Details): Sentence {
  const code = String(d['failure']);
  const all: Readonly<Record<string, (d: Details) => Sentence>> = errors;
  return Object.hasOwn(all, code) ? all[code]!(d) : { message: code, remedy: null };
}
