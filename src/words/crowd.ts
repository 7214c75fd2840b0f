/** Who has come and gone in one second, in as few sentences as will do. Pure. */
import type { chat } from './en/commands/chat.ts';

const MOST_NAMES = 5;

/** @param passed people who came and went before anybody could be told */
export function crowdSentences(
  { joined, left, passed }: { joined: readonly string[]; left: readonly string[]; passed: number },
  words: typeof chat,
): string[] {
  const { crowd } = words;
  const several = (names: readonly string[]): string =>
    crowd.names(names.slice(0, MOST_NAMES), Math.max(0, names.length - MOST_NAMES));
  const sentences: string[] = [];
  if (joined.length === 1) sentences.push(words.joined(joined[0]!));
  else if (joined.length > 1) sentences.push(crowd.joined(several(joined)));
  if (left.length === 1) sentences.push(words.left.quit(left[0]!));
  else if (left.length > 1) sentences.push(crowd.left(several(left)));
  if (passed > 0) sentences.push(crowd.passed(passed));
  return sentences;
}
