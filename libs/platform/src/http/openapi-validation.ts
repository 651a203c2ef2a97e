import type { OpenAPIObject } from '@nestjs/swagger';
import { getMetadataStorage } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';
import { operationIdOf, type Route } from './routes.js';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type SchemaOrReference = Schemas[string];
type Schema = Exclude<SchemaOrReference, { $ref: string }>;
type Facets = Partial<Schema>;
type Operation = NonNullable<OpenAPIObject['paths'][string]['post']>;
type RequestBody = Exclude<NonNullable<Operation['requestBody']>, { $ref: string }>;
type ClassOf = abstract new (...parameters: never[]) => unknown;

const OPERATIONS = ['get', 'post', 'put', 'patch'] as const;

/** Says in the document what validation checks: a length, a range or a pattern stands once, at the field's validator. */
export function describeValidation(document: OpenAPIObject, routes: readonly Route[]): void {
  const schemas = document.components?.schemas ?? {};
  for (const type of validatedClasses()) {
    const schema = schemas[type.name];
    if (!schema || '$ref' in schema || !schema.properties) continue;
    describe(type, schema.properties);
    allowNull(type, schema.properties);
  }
  const byOperation = new Map(routes.map((route) => [operationIdOf(route), parameterClasses(route)]));
  for (const item of Object.values(document.paths)) {
    for (const verb of OPERATIONS) {
      const operation = item[verb];
      const fields = Object.fromEntries(
        (operation?.parameters ?? []).flatMap((parameter) =>
          'in' in parameter && parameter.schema ? [[parameter.name, parameter.schema] as const] : [],
        ),
      );
      for (const type of byOperation.get(operation?.operationId ?? '') ?? []) describe(type, fields);
      if (operation?.requestBody && !('$ref' in operation.requestBody))
        allowAbsence(operation.requestBody, schemas);
    }
  }
}

/** A body of which everything may be left out may be left out itself. */
function allowAbsence(body: RequestBody, schemas: Schemas): void {
  const schema = body.content['application/json']?.schema;
  const name = schema && '$ref' in schema ? schema.$ref.split('/').at(-1) : undefined;
  const described = schemas[name ?? ''];
  if (described && !('$ref' in described) && (described.required ?? []).length === 0) body.required = false;
}

/** Adds to each field what the class checks of it; what the document says already stands. */
function describe(type: ClassOf, fields: Record<string, SchemaOrReference>): void {
  for (const rule of rulesOf(type)) {
    const field = fields[rule.propertyName];
    if (!field || '$ref' in field) continue;
    const { items } = field;
    const place = rule.each ? items : field;
    if (place && !('$ref' in place)) Object.assign(place, { ...facetsOf(rule), ...place });
  }
}

/** What may be left out may be null as well. */
function allowNull(type: ClassOf, fields: Record<string, SchemaOrReference>): void {
  for (const rule of rulesOf(type)) {
    const field = fields[rule.propertyName];
    if (rule.name === 'isOptional' && field) fields[rule.propertyName] = nullable(field);
  }
}

/** A list of allowed values must name null too, where null is allowed (OpenAPI 3.0.3, `nullable`). */
function nullable(field: SchemaOrReference): Schema {
  if ('$ref' in field) return { allOf: [field], nullable: true };
  const values = field.enum as unknown[] | undefined;
  return { ...field, nullable: true, ...(values ? { enum: [...new Set([...values, null])] } : {}) };
}

function facetsOf({ name, constraints }: ValidationMetadata): Facets {
  const [first, second] = (constraints as unknown[] | undefined) ?? [];
  switch (name) {
    case 'minLength':
      return { minLength: Number(first) };
    case 'maxLength':
      return { maxLength: Number(first) };
    case 'isLength':
      return { minLength: Number(first), ...(second === undefined ? {} : { maxLength: Number(second) }) };
    case 'isNotEmpty':
      return { minLength: 1 };
    case 'min':
      return { minimum: Number(first) };
    case 'max':
      return { maximum: Number(first) };
    case 'matches':
      return first instanceof RegExp ? { pattern: plainPattern(first) } : {};
    case 'arrayMinSize':
      return { minItems: Number(first) };
    case 'arrayNotEmpty':
      return { minItems: 1 };
    case 'arrayMaxSize':
      return { maxItems: Number(first) };
    case 'arrayUnique':
      return { uniqueItems: true };
    case 'personalData':
      return { 'x-kept-as-written': true } as Facets;
    default:
      return {};
  }
}

/** `\d` is more than the ten digits to some who read a pattern. */
function plainPattern({ source }: RegExp): string {
  return source.replaceAll(String.raw`\d`, '[0-9]');
}

/** A field of a class that is validated, with the names of what is checked. */
export interface ValidatedField {
  readonly type: string;
  readonly field: string;
  readonly rules: ReadonlySet<string>;
}

/** Every field that any loaded class has validated. */
export function validatedFields(): ValidatedField[] {
  return [...validatedClasses()].flatMap((type) =>
    [...Map.groupBy(rulesOf(type), ({ propertyName }) => propertyName)].map(([field, rules]) => ({
      type: type.name,
      field,
      rules: new Set(rules.map(({ name, type: kind }) => name ?? kind)),
    })),
  );
}

function rulesOf(type: ClassOf): ValidationMetadata[] {
  return getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
}

function validatedClasses(): Set<ClassOf> {
  const { validationMetadatas } = getMetadataStorage() as unknown as {
    validationMetadatas: ReadonlyMap<ClassOf | string, unknown>;
  };
  return new Set([...validationMetadatas.keys()].filter((type) => typeof type === 'function'));
}

const METHOD_ARGUMENTS = '__routeArguments__';
const ARGUMENT_TYPES = 'design:paramtypes';

/** The classes of a method's arguments: queries and parameters of the path are flattened in the document. */
function parameterClasses({ controller, method }: Route): ClassOf[] {
  const named = Reflect.getMetadata(METHOD_ARGUMENTS, controller, method) as object | undefined;
  const types = Reflect.getMetadata(ARGUMENT_TYPES, controller.prototype, method) as ClassOf[] | undefined;
  return named && types ? types.filter((type) => typeof type === 'function') : [];
}
