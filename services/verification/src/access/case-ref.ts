import { KeptAsWritten } from '@minzheng/platform/http';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';

/** Form of the number by which a requester knows its case (案件编号): printing ASCII without blanks. */
export const CASE_REF = /^[!-~]{1,200}$/;

/** A field that names a case. */
export const IsCaseRef = ({
  optional = false,
  ...documented
}: Readonly<{ optional?: boolean; description?: string; example: string }>): PropertyDecorator => {
  const api: ApiPropertyOptions = {
    ...{ type: 'string', pattern: CASE_REF.source, maxLength: 200, required: !optional },
    ...documented,
  };
  return applyDecorators(
    ApiProperty(api),
    Matches(CASE_REF),
    KeptAsWritten(),
    ...(optional ? [IsOptional()] : []),
  );
};
