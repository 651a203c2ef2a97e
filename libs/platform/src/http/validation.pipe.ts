import { Injectable, ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { mentionsIdNumber } from '@minzheng/kernel/id-number';
import type { ValidationError } from 'class-validator';
import { Problem, PROBLEMS, type FieldProblem } from './problem.js';
import { validationMessage } from './validation-messages.js';

/** A name that a caller invented may itself be personal data: only what looks like a field name is repeated. */
const FIELD_NAME = /^(?:[A-Za-z][A-Za-z0-9]{0,63}|\d{1,6})$/;

/** Makes the problem `validation` for one field. */
export function invalidField(field: string, code: string): Problem {
  return new Problem(PROBLEMS.validation, { errors: [{ field, code, message: validationMessage(code) }] });
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
    const checked: unknown = await super.transform(value, metadata);
    const [field] = this.toValidate(metadata) ? fieldsThatTell(value) : [];
    if (field !== undefined) throw invalidField(field, 'personal-data');
    return checked;
  }
}

/** Case numbers and reasons stand in events, logs of states and the audit as they are written (PIPL art. 51). */
const KEPT_AS_WRITTEN = new Set(['caseRef', 'reason']);

/** Of what a caller wrote, the fields that are kept as they are and have an ID number in them. */
function* fieldsThatTell(value: unknown, parent = ''): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (typeof member !== 'string') yield* fieldsThatTell(member, `${parent}${name}.`);
    else if (KEPT_AS_WRITTEN.has(name) && mentionsIdNumber(member)) yield `${parent}${name}`;
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
    const own = constraint === undefined ? [] : [fieldProblem(field, codeOf(constraint, error.value))];
    return [...own, ...fieldProblems(error.children ?? [], `${field}.`)];
  });
}

/** What presumes that the value is of the right type: of a value that is not, it says nothing of use. */
const PRESUMES_TYPE =
  /^(?:min|max|minLength|maxLength|isLength|array.+|isIn|isEnum|matches|nestedValidation|isNotEmpty)$/;

function firstConstraint(constraints: readonly string[]): string | undefined {
  return constraints.find((constraint) => !PRESUMES_TYPE.test(constraint)) ?? constraints[0];
}

function fieldProblem(field: string, code: string): FieldProblem {
  return { field, code, message: validationMessage(code) };
}

function codeOf(constraint: string, value: unknown): string {
  if (constraint === 'whitelistValidation') return 'unknown';
  if (value === undefined || value === null) return 'missing';
  return constraint.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/^-/, '');
}
