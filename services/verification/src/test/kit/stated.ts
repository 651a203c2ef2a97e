/** Headers of whoever reads what a path names: the matter is the record itself, or the office's work where it names none. */
export function statedFor(path: string, purpose = 'MONITORING'): Record<string, string> {
  const [id = 'work-list'] = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(path) ?? [];
  return { 'x-purpose': purpose, 'x-case-ref': id };
}
