/** `$$`, `${NAME}`, `${NAME:-default}` and `${NAME:?message}` of the Compose specification. */
const VARIABLE = /\$\$|\$\{([A-Za-z_]\w*)(?:(:?[-?])([^}]*))?\}/g;

/**
 * Puts values in place of variables in all strings. A variable with a default takes it; one that may be empty is.
 * @param {unknown} value
 * @param {(name: string) => string} valueOf a variable that must be set
 * @returns {unknown}
 */
export function interpolate(value, valueOf) {
  return mapStrings(value, (text) =>
    text.replace(VARIABLE, (whole, name, operator, argument) => {
      if (whole === '$$') return '$';
      if (operator?.endsWith('?')) return valueOf(name);
      return operator === undefined ? '' : argument;
    }),
  );
}

/**
 * @param {unknown} value
 * @returns {Map<string, boolean>} the variables in it, and whether they must be set
 */
export function variablesOf(value) {
  const found = new Map();
  mapStrings(value, (text) => {
    for (const [, name, operator] of text.matchAll(VARIABLE))
      if (name !== undefined) found.set(name, found.get(name) === true || operator?.endsWith('?') === true);
    return text;
  });
  return found;
}

/** @param {unknown} value @param {(text: string) => string} map @returns {unknown} */
function mapStrings(value, map) {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapStrings(item, map)]));
}
