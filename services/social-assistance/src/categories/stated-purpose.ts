import { enumNames } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import { StatesPurpose } from '@minzheng/platform/access';
import { Problem, Refuses } from '@minzheng/platform/http';
import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CATEGORY_PROBLEMS } from './category.problems.js';

/** What a department asks for, from `X-Purpose`; without it 400 `purpose-required`. The audit takes it down. */
export const StatedPurpose = createParamDecorator((_data: unknown, context: ExecutionContext): string => {
  const purpose = context.switchToHttp().getRequest<FastifyRequest>().headers['x-purpose'];
  if (typeof purpose === 'string' && enumNames(PurposeSchema).includes(purpose)) return purpose;
  throw new Problem(CATEGORY_PROBLEMS.purposeRequired);
});

/** The routes read `X-Purpose`. */
export const ApiStatedPurpose = (): MethodDecorator & ClassDecorator =>
  applyDecorators(
    StatesPurpose(enumNames(PurposeSchema)),
    Refuses(CATEGORY_PROBLEMS.purposeRequired),
    ApiHeader({
      name: 'X-Purpose',
      required: true,
      description: 'what the answer is used for; it is entered in the audit',
      schema: { type: 'string', enum: [...enumNames(PurposeSchema)], example: 'MEDICAL_AID' },
    }),
  );
