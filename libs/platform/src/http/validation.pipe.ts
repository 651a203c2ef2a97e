import { Injectable, ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { getMetadataStorage, type ValidationError } from 'class-validator';
import { Problem, PROBLEMS, type FieldProblem } from './problem.js';
import { validationMessage } from './validation-messages.js';

/** A name that a caller invented may itself be personal data: only what looks like a field name is repeated. */
const FIELD_NAME = /^(?:[A-Za-z][A-Za-z0-9]{0,63}|\d{1,6})$/;

/**
 * Makes the problem `validation` for one field.
 *
 * @param allowed - of `is-in`: the values that are allowed
 */
export function invalidField(field: string, code: string, allowed: readonly string[] = []): Problem {
  return new Problem(PROBLEMS.validation, { errors: [fieldProblem(field, code, allowed)] });
}

/**
 * Checks bodies, queries and parameters against their DTO class. A field that the class does not declare is
 * refused; each wrong field has one entry in `errors`. What may be left out may be null too, and then is as if it were left out.
 */
@Injectable()
export class DtoValidationPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      validationError: { target: false, value: true },
      exceptionFactory: (errors) => new Problem(PROBLEMS.validation, { errors: fieldProblems(errors) }),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && this.toValidate(metadata) && !isJsonObject(value)) {
      throw invalidField('body', 'is-object');
    }
    const read: unknown = await super.transform(value, metadata);
    if (metadata.type !== 'custom' && this.toValidate(metadata)) removeNulls(read);
    return read;
  }
}

/** Of objects of DTO classes: what lies in free JSON stays as it was sent. */
function removeNulls(value: unknown): void {
  if (Array.isArray(value)) return value.forEach(removeNulls);
  if (typeof value !== 'object' || value === null) return;
  const type = value.constructor as (new () => object) | undefined;
  const optional = type && optionalFieldsOf(type);
  if (!type || !optional) return;
  for (const [field, content] of Object.entries(value)) {
    if (content !== null) removeNulls(content);
    else if (optional.has(field)) Reflect.set(value, field, Reflect.get(new type(), field));
  }
}

const OPTIONAL_FIELDS = new Map<new () => object, ReadonlySet<string> | undefined>();

/** Undefined of what is no DTO class. */
function optionalFieldsOf(type: new () => object): ReadonlySet<string> | undefined {
  if (OPTIONAL_FIELDS.has(type)) return OPTIONAL_FIELDS.get(type);
  const rules = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  const optional = rules.filter(({ name }) => name === 'isOptional');
  const fields = rules.length === 0 ? undefined : new Set(optional.map(({ propertyName }) => propertyName));
  OPTIONAL_FIELDS.set(type, fields);
  return fields;
}

function isJsonObject(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value));
}

/** One entry for each field, in the order of the class. */
export function fieldProblems(errors: readonly ValidationError[], parent = ''): FieldProblem[] {
  return errors.flatMap((error) => {
    const field = `${parent}${FIELD_NAME.test(error.property) ? error.property : '?'}`;
    const constraint = firstConstraint(Object.keys(error.constraints ?? {}));
    const own =
      constraint === undefined
        ? []
        : [fieldProblem(field, codeOf(constraint, error.value), allowedBy(error.constraints?.[constraint]))];
    return [...own, ...fieldProblems(error.children ?? [], `${field}.`)];
  });
}

/** What presumes that the value is of the right type: of a value that is not, it says nothing of use. */
const PRESUMES_TYPE =
  /^(?:min|max|minLength|maxLength|isLength|array.+|isIn|isEnum|matches|nestedValidation|isNotEmpty)$/;

function firstConstraint(constraints: readonly string[]): string | undefined {
  return constraints.find((constraint) => !PRESUMES_TYPE.test(constraint)) ?? constraints[0];
}

function fieldProblem(field: string, code: string, allowed: readonly string[]): FieldProblem {
  return { field, code, message: validationMessage(code, allowed) };
}

/** As the validator lists them: codes, never what was sent. */
const LISTED = /must be one of the following values: (\S+(?:, ?\S+)*)$/;

/** A bound, as the validator tells it: a figure of ours, never what was sent. */
const BOUND =
  /(?:less|greater|longer|shorter|at least|no more) (?:than )?(?:or equal to )?(-?\d+)(?: characters| elements)?$/;

function allowedBy(told = ''): string[] {
  return LISTED.exec(told)?.[1]?.split(/, ?/) ?? BOUND.exec(told)?.slice(1) ?? [];
}

function codeOf(constraint: string, value: unknown): string {
  if (constraint === 'whitelistValidation') return 'unknown';
  if (value === undefined || value === null) return 'missing';
  return constraint.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/^-/, '');
}
