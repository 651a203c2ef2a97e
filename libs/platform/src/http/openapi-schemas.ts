import type { OpenAPIObject } from '@nestjs/swagger';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type SchemaOrReference = Schemas[string];
type Schema = Exclude<SchemaOrReference, { $ref: string }>;

const SCHEMA_PREFIX = '#/components/schemas/';

/** Says of everything that is sent that a field which is not named is refused, as validation does. */
export function closeRequestSchemas(document: OpenAPIObject): void {
  const schemas = document.components?.schemas ?? {};
  const seen = new Set<SchemaOrReference>();
  const visit = (schema: SchemaOrReference): void => {
    if (seen.has(schema)) return;
    seen.add(schema);
    if (!('$ref' in schema)) close(schema);
    for (const part of partsOf(schema, schemas)) visit(part);
  };
  for (const item of Object.values(document.paths)) {
    for (const operation of [item.post, item.put, item.patch]) {
      const body = operation?.requestBody;
      if (!body || '$ref' in body) continue;
      for (const { schema } of Object.values(body.content)) if (schema) visit(schema);
    }
  }
}

function partsOf(schema: SchemaOrReference, schemas: Schemas): SchemaOrReference[] {
  if ('$ref' in schema) {
    const named = schemas[schema.$ref.replace(SCHEMA_PREFIX, '')];
    return named ? [named] : [];
  }
  const { properties = {}, items, allOf = [], anyOf = [], oneOf = [] } = schema;
  return [...Object.values(properties), ...(items ? [items] : []), ...allOf, ...anyOf, ...oneOf];
}

function close(schema: Schema): void {
  if (schema.properties) schema.additionalProperties ??= false;
}
