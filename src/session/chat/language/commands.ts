/** What a line means: a text for all, or a command. */
import { parseWhole } from '../../../units.ts';
import { MOST_CONTRAST } from '../rates/limits.ts';

export type Command =
  | { readonly kind: 'say' | 'act'; readonly text: string }
  | { readonly kind: 'private'; readonly to: string; readonly text: string }
  | { readonly kind: 'nick'; readonly name: string }
  | { readonly kind: 'contrast'; readonly count: number }
  | { readonly kind: 'kick' | 'mute' | 'unmute'; readonly name: string }
  | { readonly kind: 'who' | 'quit' | 'help' | 'stop-contrast' | 'nothing' }
  | { readonly kind: 'bad' | 'form'; readonly command: string };

/** As they are typed. */
export const COMMANDS = ['/who', '/nick', '/me', '/msg', '/contrast', '/help', '/quit'] as const;
/** What the host alone may do. */
export const HOST_COMMANDS = ['/mute', '/unmute', '/kick'] as const;
const DEFAULT_CONTRAST = 50;

/** `//text` says a text that begins with a stroke. */
export function parseCommand(line: string): Command {
  if (line.trim() === '') return { kind: 'nothing' };
  if (!line.startsWith('/')) return { kind: 'say', text: line };
  if (line.startsWith('//')) return { kind: 'say', text: line.slice(1) };
  const [, command = '', rest = ''] = /^\/(\S*)\s*(.*?)\s*$/s.exec(line) ?? [];
  switch (command.toLowerCase()) {
    case 'me':
      return rest === '' ? { kind: 'form', command: '/me' } : { kind: 'act', text: rest };
    case 'msg': {
      const [, to, text] = /^(\S+)\s+(.+)$/s.exec(rest) ?? [];
      return to === undefined ? { kind: 'form', command: '/msg' } : { kind: 'private', to, text: text! };
    }
    case 'nick':
      return rest === '' ? { kind: 'form', command: '/nick' } : { kind: 'nick', name: rest };
    case 'who':
      return { kind: 'who' };
    case 'quit':
      return { kind: 'quit' };
    case 'help':
      return { kind: 'help' };
    case 'contrast':
      return contrast(rest);
    case 'mute':
    case 'unmute':
    case 'kick':
      return ruling(command.toLowerCase() as 'mute' | 'unmute' | 'kick', rest);
    default:
      return { kind: 'bad', command: `/${command}` };
  }
}

function ruling(kind: 'mute' | 'unmute' | 'kick', name: string): Command {
  return name === '' ? { kind: 'form', command: `/${kind}` } : { kind, name };
}

function contrast(text: string): Command {
  if (text.toLowerCase() === 'stop') return { kind: 'stop-contrast' };
  const count = text === '' ? DEFAULT_CONTRAST : parseWhole(text);
  const fits = count !== undefined && count >= 1 && count <= MOST_CONTRAST;
  return fits ? { kind: 'contrast', count } : { kind: 'form', command: '/contrast' };
}
