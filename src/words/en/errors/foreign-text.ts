/** Text that is not UTF-8: what it probably is, and the one sentence that teaches. */
export const foreign = {
  'latin-1': "These bytes are Latin-1, not UTF-8: encode with .encode('utf-8').",
  'windows-1252': "These bytes are Windows-1252, not UTF-8: encode with .encode('utf-8').",
  'utf-16': "These bytes are UTF-16, not UTF-8: encode with .encode('utf-8').",
};
