const SCOPE = /^[a-z][a-z-]*:[a-z][a-z-]*:(?:read|write|approve)$/;

/** True for `<service>:<resource>:<read|write|approve>`. */
export function isScope(text: string): boolean {
  return SCOPE.test(text);
}

/** `write` and `approve` include `read` of their resource; nothing else includes anything. */
export function covers(held: ReadonlySet<string>, required: string): boolean {
  if (held.has(required)) return true;
  if (!required.endsWith(':read')) return false;
  const resource = required.slice(0, -'read'.length);
  return held.has(`${resource}write`) || held.has(`${resource}approve`);
}
