/** A chat with a screen. */
import { startChatScreen } from '../../present/chat/screen.ts';
import type { ChatClient } from '../../run/chat/guest/client.ts';
import { COMMANDS, HOST_COMMANDS } from '../../session/chat/language/commands.ts';
import { LINE_BYTES } from '../../session/chat/rates/limits.ts';
import type { CliContext } from '../context.ts';
import type { ChatShow } from './show.ts';

export function chatScreen(
  host: string,
  transport: 'tcp' | 'udp',
  hosts: boolean,
  colour: boolean,
  context: CliContext,
): ChatShow {
  const { words, env, stdin, stdout } = context;
  let client: ChatClient | undefined;
  const screen = startChatScreen({
    words,
    env: colour ? env : { ...env, NO_COLOR: '1' },
    stdin,
    stdout,
    host,
    transport,
    lineBytes: LINE_BYTES,
    commands: hosts ? [...COMMANDS, ...HOST_COMMANDS] : COMMANDS,
    people: () => client?.people ?? [],
    say: (line) => client?.say(line),
    leave: () => client?.leave(),
  });
  return {
    event: (event) => screen.event(event),
    note: (lines) => screen.note(lines),
    begin: (begun) => {
      client = begun;
    },
    end: () => {
      const { entries, name } = screen.close();
      // The screen is gone; what the host said last is not.
      const [last] = entries.slice(-2).filter(({ kind }) => kind === 'refused');
      const text = last?.text ?? (name === '' ? undefined : words.chat.client.goodbye);
      if (text !== undefined) stdout.write(`${text}\n`);
      return Promise.resolve();
    },
  };
}
