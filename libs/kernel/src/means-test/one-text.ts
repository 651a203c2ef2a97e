/**
 * One text for a list of texts, by which lists are compared: each with its length before it, so that no two lists have the
 * same one.
 */
export function oneText(parts: readonly string[]): string {
  let text = '';
  for (const part of parts) text += `${part.length}:${part}`;
  return text;
}
