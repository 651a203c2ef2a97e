import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, RequireScope } from '@minzheng/platform/access';
import { Discloses, Disclosure } from '@minzheng/platform/audit';
import type { FastifyRequest } from 'fastify';
import { Computes, Id, Problem, PROBLEMS, Refuses } from '@minzheng/platform/http';
import { CategoriesDto, CategoriesQueryDto, CategoryQuery, PersonCategoriesDto } from './category.dto.js';
import { CATEGORY_PROBLEMS } from './category.problems.js';
import { CategoryService } from './category.service.js';
import { ApiStatedPurpose, StatedPurpose } from './stated-purpose.js';

const DESCRIPTION =
  'From awards in the region of the token. Every key counts toward the client’s day; every question is entered in the audit with its purpose.';

/** What systems of other departments may know: the category, and for how long. */
@ApiTags('categories')
@Controller('v1')
@ApiStatedPurpose()
export class CategoryController {
  constructor(private readonly categories: CategoryService) {}

  @Get('persons/:personKey/categories')
  @Discloses('category')
  @RequireScope('assistance:categories:read')
  @Refuses(CATEGORY_PROBLEMS.quota, PROBLEMS.outOfRegion, PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'By what somebody is covered on a day', description: DESCRIPTION })
  @ApiOkResponse({ type: PersonCategoriesDto })
  async one(
    @Id('personKey') personKey: string,
    @Query() { asOf }: CategoryQuery,
    @StatedPurpose() _purpose: string,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
    @Req() request: FastifyRequest,
  ): Promise<PersonCategoriesDto> {
    const [found] = await this.#ask([personKey], asOf, caller, request);
    if (!found) throw new TypeError('every person is answered for');
    disclosure.add([personKey]);
    return found;
  }

  @Post('categories/query')
  @Computes()
  @Discloses('category')
  @RequireScope('assistance:categories:read')
  @Refuses(CATEGORY_PROBLEMS.quota, PROBLEMS.outOfRegion, PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'By what up to 1,000 persons are covered on a day', description: DESCRIPTION })
  @ApiOkResponse({ type: CategoriesDto })
  async query(
    @Body() { keys, asOf }: CategoriesQueryDto,
    @StatedPurpose() _purpose: string,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
    @Req() request: FastifyRequest,
  ): Promise<CategoriesDto> {
    const items = await this.#ask(keys, asOf, caller, request);
    disclosure.add(items.map(({ personKey }) => personKey));
    return { items };
  }

  /** A question beyond the quota is entered in the audit too. */
  async #ask(
    keys: readonly string[],
    asOf: string | undefined,
    caller: Caller,
    request: FastifyRequest,
  ): Promise<PersonCategoriesDto[]> {
    try {
      return await this.categories.of(keys, asOf, caller);
    } catch (error) {
      request.isDayUsedUp = error instanceof Problem && error.type === CATEGORY_PROBLEMS.quota;
      throw error;
    }
  }
}
