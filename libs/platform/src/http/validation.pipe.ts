import { Injectable, ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
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
 * refused; each wrong field has one entry in `errors`.
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
      throw invalidField('', 'is-object');
    }
    return super.transform(value, metadata) as Promise<unknown>;
  }
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

function allowedBy(told = ''): string[] {
  return LISTED.exec(told)?.[1]?.split(/, ?/) ?? [];
}

function codeOf(constraint: string, value: unknown): string {
  if (constraint === 'whitelistValidation') return 'unknown';
  if (value === undefined || value === null) return 'missing';
  return constraint.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/^-/, '');
}
