import { Body, Controller, Post, type Type as Class } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, Matches } from 'class-validator';
import { RequireScope } from '../access/index.js';
import { Disclosure, Discloses } from '../audit/index.js';
import { Computes, IsPersonKey, Problem, PROBLEMS, Refuses } from '../http/index.js';
import { PairwiseKeys } from './pairwise-keys.js';

const MOST_PERSONS = 1_000;
const PARTY = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/;

class PartyKeysDto {
  @ApiProperty({ pattern: PARTY.source, example: 'HOU', description: 'code of the party, as in its tokens' })
  @Matches(PARTY)
  party!: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_PERSONS)
  @ArrayUnique()
  @IsPersonKey({ each: true, description: 'whom the party has named' })
  personKeys!: string[];
}

class PartyKeysGivenDto {
  @ApiProperty({
    type: 'integer',
    description: 'persons whom the party may name here from now on',
    example: 2,
  })
  given!: number;
}

/**
 * Lets a party outside the platform name persons here: the gateway, where it has said by ID numbers whom it means, tells
 * the service before it gives the party its keys. To whom a key is given says nothing about whether he is known here.
 *
 * @param service - as scopes name it: `verification`
 */
export function partyKeysController(service: string): Class {
  @ApiTags('identities')
  @Controller('v1/party-keys')
  class PartyKeysController {
    constructor(private readonly pairwiseKeys: PairwiseKeys) {}

    @Post()
    @Computes()
    @RequireScope(`${service}:party-keys:write`)
    @Discloses('pairwiseKey')
    @Refuses(PROBLEMS.dependencyUnavailable)
    @ApiOperation({
      summary: 'From now on the party may name these persons by its own keys; told by the gateway',
    })
    @ApiOkResponse({ type: PartyKeysGivenDto })
    async give(
      @Body() { party, personKeys }: PartyKeysDto,
      @Disclosure() disclosure: Disclosure,
    ): Promise<PartyKeysGivenDto> {
      if (!this.pairwiseKeys.areAvailable) throw new Problem(PROBLEMS.dependencyUnavailable);
      const given = await this.pairwiseKeys.give(party, personKeys);
      disclosure.add(personKeys);
      disclosure.about({ reason: `named by the party ${party}` });
      return { given: given.size };
    }
  }
  return PartyKeysController;
}
