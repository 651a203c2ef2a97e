import { ApiProperty } from '@nestjs/swagger';
import { isCivilDate } from '@minzheng/kernel/months';
import { ValidateBy } from 'class-validator';

const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/** An instant with its offset (RFC 3339). */
export function isInstant(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const date = INSTANT.exec(value)?.[1];
  // JavaScript would take 31 February for 3 March.
  return date !== undefined && isCivilDate(date) && !Number.isNaN(Date.parse(value));
}

/** A field that holds an instant. */
export const IsInstant =
  (description: string): PropertyDecorator =>
  (target, property) => {
    ApiProperty({ type: 'string', format: 'date-time', description, example: '2025-05-10T01:00:00Z' })(
      target,
      property,
    );
    ValidateBy({ name: 'isRfc3339', validator: { validate: isInstant } })(target, property);
  };
