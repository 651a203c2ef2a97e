/** As much of an API document as is looked at. */
interface Document {
  readonly components?: { readonly schemas?: Readonly<Record<string, object>> };
}

interface Field {
  readonly type?: string;
  readonly example?: unknown;
}

const FITS: Readonly<Record<string, (example: unknown) => boolean>> = {
  array: (example) => Array.isArray(example),
  boolean: (example) => typeof example === 'boolean',
  integer: (example) => Number.isInteger(example),
  number: (example) => typeof example === 'number',
  string: (example) => typeof example === 'string',
};

/** Fields of an API document whose example a caller who sends it would have refused, as `Class.field`. */
export function misfitExamples({ components }: Document): string[] {
  return Object.entries(components?.schemas ?? {}).flatMap(([name, schema]) => {
    const { properties = {} } = schema as { readonly properties?: Readonly<Record<string, Field>> };
    return Object.entries(properties).flatMap(([field, { type = '', example }]) =>
      example === undefined || example === null || FITS[type]?.(example) !== false
        ? []
        : [`${name}.${field}`],
    );
  });
}
