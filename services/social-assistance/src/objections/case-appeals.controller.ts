import { Body, Controller, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ObjectionService } from '@minzheng/casework/objections';
import { LetterService } from '@minzheng/casework/notices';
import { IllegalTransition } from '@minzheng/kernel/lifecycle';
import { addDays } from '@minzheng/kernel/months';
import { AllowPerson, Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { Created, Id, InTransaction, Problem, PROBLEMS, Refuses } from '@minzheng/platform/http';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { IsString, MaxLength, MinLength } from 'class-validator';
import { AidCase } from '../applications/application.entity.js';
import { CASE_LIFECYCLE, isClosed } from '../applications/application.lifecycle.js';
import { REFUSAL } from '../applications/refusal-letters.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';

class AppealDto {
  @ApiProperty({ description: 'why the decision is wrong; stored encrypted' })
  @IsString()
  @MinLength(2)
  @MaxLength(4_000)
  text!: string;
}

class AppealedDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'date' })
  receivedOn!: string;

  @ApiProperty({ format: 'date', description: 'decided by the end of this day' })
  dueOn!: string;

  @ApiProperty({ enum: ['RECEIVED'] })
  state!: string;

  @ApiProperty()
  version!: number;
}

/** Administrative reconsideration (行政复议) of a decision: recorded here, with its time limits. */
@ApiTags('objections')
@Controller('v1/cases')
export class CaseAppealsController {
  constructor(
    private readonly objections: ObjectionService,
    private readonly letters: LetterService,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  @Post(':id/appeals')
  @Concerns(AidCase)
  @RequireScope('assistance:cases:write')
  @AllowPerson()
  @Created<AppealedDto>(({ id }) => `/v1/objections/${id}`)
  @Refuses(
    ASSISTANCE_PROBLEMS.appealLate,
    PROBLEMS.illegalTransition,
    PROBLEMS.rateLimited,
    PROBLEMS.policyMissing,
  )
  @ApiOperation({ summary: 'The applicant asks for reconsideration of a decision' })
  @ApiCreatedResponse({ type: AppealedDto })
  async appeal(
    @Id() id: string,
    @Body() { text }: AppealDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AppealedDto> {
    const aidCase = await tx.loadForUpdate(AidCase, id);
    if (!isClosed(aidCase.state) || aidCase.state === 'WITHDRAWN')
      throw new IllegalTransition(CASE_LIFECYCLE.name, aidCase.state, 'appeal');
    const { region } = aidCase;
    const today = this.clock.today();
    const book = await this.policies.book(tx);
    const days = (key: string) => book.resolve(`assistance.appeal.${key}`, region, today).value as number;
    const letter = (await this.letters.of(tx.manager, 'case', id, REFUSAL)).at(-1);
    // the time runs from the day on which the person was told
    const told = letter ? letter.servedOn : (aidCase.decision?.decidedOn ?? null);
    if (told !== null && today > addDays(told, days('withinDays'))) {
      throw new Problem(ASSISTANCE_PROBLEMS.appealLate);
    }
    const { receivedOn, dueOn, state, version, ...appeal } = await this.objections.receive(tx, {
      ...{ kind: 'APPEAL' as const, subject: { type: 'case', id }, region, text },
      dueOn: addDays(today, days('answerDays')),
      sender: { personKey: caller.person, source: caller.subject },
    });
    return { id: appeal.id, receivedOn, dueOn, state, version };
  }
}
