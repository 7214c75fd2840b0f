/** From what was typed after `chat` to whose room, under which name, and what the host does to datagrams. */
import { hostname, userInfo } from 'node:os';
import { SockbenchError } from '../../errors.ts';
import type { Impairment } from '../../result/impairment.ts';
import { nameProblem, tidyName } from '../../session/chat/names/names.ts';
import { NAME_LENGTH } from '../../session/chat/rates/limits.ts';
import type { CliContext } from '../context.ts';
import { type FamilyTyped, familyFrom, hereIn } from '../options/family.ts';
import { type ImpairmentOptions, impairmentFrom } from '../options/impairment.ts';
import { DEFAULT_PORT, parseTarget } from '../options/target.ts';
import { choice, clash, refuse, whole } from '../options/values.ts';
import { addressesFrom } from '../serve/options.ts';

/** What was typed: texts, read below. */
export interface ChatTyped extends ImpairmentOptions, FamilyTyped {
  serve?: boolean;
  headless?: boolean;
  plain?: boolean;
  name?: string;
  transport?: string;
  port?: string;
  bind?: string[];
  lan?: boolean;
  seed?: string;
  ui?: string;
  lang?: string;
  color?: boolean;
}

export interface HostSettings {
  readonly addresses: readonly string[];
  readonly port: number;
  readonly impairment: Impairment | null;
  readonly headless: boolean;
}

export interface GuestSettings {
  readonly target: { readonly host: string; readonly port: number };
  readonly family: 0 | 4 | 6;
  readonly name: string;
  readonly anyName: boolean;
  /** Of the machine too: in a class everybody has the same account. */
  readonly otherName: string | undefined;
  readonly plain: boolean;
  readonly transport: 'tcp' | 'udp';
  readonly ui: 'auto' | 'screen' | 'text';
}

/** @throws SockbenchError `bad-option` @returns null where nothing is hosted */
export function hostSettings(
  target: string | undefined,
  typed: ChatTyped,
  context: CliContext,
): HostSettings | null {
  const { chat, lab, serve } = context.words;
  const { command } = chat;
  const seed = whole('--seed', typed.seed, 0, 2 ** 32 - 1, lab.allowed.seed);
  const impairment = impairmentFrom(typed, seed ?? Math.floor(Math.random() * 2 ** 32), context.words);
  if (typed.serve !== true) {
    if (typed.headless === true) onlyHost('--headless');
    if (typed.lan === true) onlyHost('--lan');
    if (typed.bind !== undefined) onlyHost('--bind');
    if (impairment !== null) onlyHost('--loss, --delay, --jitter, …');
    return null;
  }
  if (target !== undefined) clash('--serve', target, command.clash);
  if (familyFrom(typed, context.words) !== 0) clash('--serve', '-4/-6', command.clash);
  return {
    addresses: addressesFrom(typed, serve.allowed),
    port: whole('--port', typed.port, 0, 65_535, serve.allowed.port) ?? DEFAULT_PORT,
    impairment,
    headless: typed.headless === true,
  };
}

/** @throws SockbenchError `bad-option`, `bad-target` */
export function guestSettings(
  target: string | undefined,
  typed: ChatTyped,
  context: CliContext,
): GuestSettings {
  const { allowed } = context.words.chat.command;
  const family = familyFrom(typed, context.words);
  const { host, port } = parseTarget(target ?? hereIn(family));
  if (typed.plain === true && typed.serve === true) clash('--plain', '--serve', allowed.plain);
  if (typed.plain === true && typed.transport === 'udp') clash('--plain', '--transport udp', allowed.plain);
  const given = typed.name === undefined ? undefined : tidyName(typed.name);
  if (given !== undefined && nameProblem(given) !== undefined) refuse('--name', given, allowed.name);
  const other = typed.serve === true ? undefined : typed.port;
  return {
    target: { host, port: whole('--port', other, 1, 65_535, context.words.serve.allowed.port) ?? port },
    family,
    name: given ?? accountName(),
    anyName: given === undefined,
    otherName: given === undefined ? accountAndMachine() : undefined,
    plain: typed.plain === true,
    transport: choice('--transport', typed.transport, ['tcp', 'udp'], allowed.transport) ?? 'tcp',
    ui: choice('--ui', typed.ui, ['auto', 'screen', 'text'], allowed.ui) ?? 'auto',
  };
}

function onlyHost(option: string): never {
  throw new SockbenchError('host-only', 'parse', { option });
}

/** With room for a number behind it. */
const ACCOUNT_LENGTH = NAME_LENGTH - 6;

function accountName(): string {
  let name = '';
  try {
    name = lettersOf(userInfo().username).slice(0, ACCOUNT_LENGTH);
  } catch {
    // An account without an entry in the system's list has no name.
  }
  name = name.replace(/-+$/, '');
  return nameProblem(name) === undefined ? name : 'guest';
}

const lettersOf = (text: string): string =>
  tidyName(text)
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');

/** The end of a machine's name is what tells it from the next one. */
function accountAndMachine(): string | undefined {
  const machine = lettersOf(hostname().split('.')[0] ?? '');
  const account = accountName();
  const room = NAME_LENGTH - account.length - 1;
  const name = `${account}-${machine.slice(-Math.max(1, room)).replace(/^-+/, '')}`;
  return machine === '' || room < 2 || nameProblem(name) !== undefined ? undefined : name;
}
