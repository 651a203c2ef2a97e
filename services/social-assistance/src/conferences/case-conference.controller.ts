import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { WorkItems } from '@minzheng/casework/work-items';
import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { Discloses } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import { FieldCipher } from '@minzheng/platform/encryption';
import {
  ApiPage,
  Created,
  Id,
  InTransaction,
  invalidField,
  listOf,
  mapPage,
  Problem,
  PROBLEMS,
  Refuses,
  type Page,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { ConferenceDto, ConferenceQuery, HoldConferenceDto } from './case-conference.dto.js';
import { CaseConference } from './case-conference.entity.js';
import { CONFERENCE_LIFECYCLE } from './case-conference.lifecycle.js';

const QUORUM = 3;
/** Work that waits for the coordination mechanism; a conference about its subject settles it. */
const COORDINATION = ['ticketCoordination', 'referralCoordination'] as const;

const resolutionPlace = (id: string): string => `case_conference/${id}/resolution`;

@ApiTags('case-conferences')
@Controller('v1/case-conferences')
export class CaseConferenceController {
  constructor(
    private readonly work: WorkItems,
    private readonly cipher: FieldCipher,
    private readonly clock: BusinessClock,
    private readonly dataSource: DataSource,
  ) {}

  @Post()
  @RequireScope('assistance:conferences:write')
  @Created<ConferenceDto>(({ id }) => `/v1/case-conferences/${id}`)
  @Refuses(ASSISTANCE_PROBLEMS.conferenceQuorum, PROBLEMS.outOfRegion, PROBLEMS.notFound)
  @ApiOperation({ summary: 'What three departments or more have resolved on single matters' })
  @ApiCreatedResponse({ type: ConferenceDto })
  async hold(
    @Body() { supersedes, resolution, ...form }: HoldConferenceDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<ConferenceDto> {
    caller.requireRegion(form.region);
    if (form.heldOn > this.clock.today()) throw invalidField('heldOn', 'max');
    const departments = [...new Set(form.departments)];
    if (departments.length < QUORUM) throw new Problem(ASSISTANCE_PROBLEMS.conferenceQuorum);
    const at = this.clock.now();
    const id = uuidv7();
    if (supersedes !== undefined) {
      const before = await tx.loadForUpdate(CaseConference, supersedes);
      if (!caller.covers(before.region)) throw new NotFound(CaseConference.name);
      before.supersededBy = id;
      await tx.move(before, CONFERENCE_LIFECYCLE, 'supersede', at);
    }
    const conference = Object.assign(new CaseConference(), form, {
      ...{ id, departments, supersededBy: null },
      targetIds: [...new Set(form.targetIds)],
      resolutionEnc: this.cipher.encrypt(resolution, resolutionPlace(id)),
    });
    await tx.begin(conference, CONFERENCE_LIFECYCLE, 'hold', at);
    await this.work.settleAll(
      tx,
      COORDINATION.flatMap((kind) => conference.targetIds.map((subjectId) => ({ kind, subjectId }))),
    );
    return this.#toDto(conference);
  }

  @Get()
  @Discloses('resolution')
  @RequireScope('assistance:conferences:read', 'assistance:supervision:read')
  @ApiOperation({ summary: 'Conferences of the region, newest first' })
  @ApiPage(ConferenceDto)
  async list(@Query() query: ConferenceQuery, @Caller() caller: Caller): Promise<Page<ConferenceDto>> {
    const found = this.dataSource.createQueryBuilder(CaseConference, 'conference');
    return mapPage(await listOf(found, query, { caller, equal: ['state'] }), (each) => this.#toDto(each));
  }

  @Get(':id')
  @Discloses('resolution')
  @Concerns(CaseConference)
  @RequireScope('assistance:conferences:read', 'assistance:supervision:read')
  @ApiOperation({ summary: 'One conference' })
  @ApiOkResponse({ type: ConferenceDto })
  async one(@Id() id: string): Promise<ConferenceDto> {
    const conference = await this.dataSource.manager.findOneBy(CaseConference, { id });
    if (!conference) throw new NotFound(CaseConference.name);
    return this.#toDto(conference);
  }

  #toDto(conference: CaseConference): ConferenceDto {
    const { id, region, heldOn, departments, minutesSha256, targetIds, supersededBy, state, version } =
      conference;
    return {
      ...{ id, region, heldOn, departments, minutesSha256, targetIds, supersededBy, state, version },
      resolution: this.cipher.decrypt(conference.resolutionEnc, resolutionPlace(id)),
    };
  }
}
