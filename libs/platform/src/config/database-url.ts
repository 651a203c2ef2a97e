/** A connection URL with the password that stands beside it; an empty one changes nothing. */
export function withPassword(url: string, password: string): string {
  if (password === '') return url;
  const full = new URL(url);
  full.password = encodeURIComponent(password);
  return full.href;
}
