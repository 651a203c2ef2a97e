import { Controller, Get, Post, type Type as Class } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Caller, RequireScope } from '../access/index.js';
import { DisclosesNothing } from '../audit/disclosure.js';
import { InTransaction } from '../http/index.js';
import { Jobs, JobStartedDto, StartsJob } from '../jobs/index.js';
import { Tx } from '../persistence/transaction.js';
import { UnitOfWork } from '../persistence/unit-of-work.js';
import { KeyInventory, type KeyUse } from './key-inventory.js';
import { RE_ENCRYPTION } from './re-encryption.job.js';

class KeyDto {
  @ApiProperty({ example: 'k2025' })
  keyId!: string;

  @ApiProperty({ description: 'new values are encrypted with it', example: false })
  isCurrent!: boolean;

  @ApiProperty({ description: 'this process has it', example: true })
  isInRing!: boolean;

  @ApiProperty({ type: 'integer', description: 'how many values are encrypted with it', example: 0 })
  encrypted!: number;

  @ApiProperty({
    type: 'integer',
    description:
      'how many values are marked with it: that is not made again, and needs the key that is derived from it',
    example: 0,
  })
  fingerprints!: number;

  @ApiProperty({
    description:
      'it may be taken out of FIELD_ENCRYPTION_KEYS: nothing needs it, or what is derived from it is at hand',
    example: true,
  })
  mayGo!: boolean;
}

class ColumnDto implements KeyUse {
  @ApiProperty({ example: 'parked_event' })
  table!: string;

  @ApiProperty({ example: 'sealed' })
  column!: string;

  @ApiProperty({ example: 'k2025' })
  keyId!: string;

  @ApiProperty({ type: 'integer', example: 12 })
  values!: number;

  @ApiProperty({ description: 'marked, not encrypted', example: false })
  fingerprints!: boolean;
}

class ReEncryptionStatusDto {
  @ApiProperty({ type: [KeyDto] })
  keys!: KeyDto[];

  @ApiProperty({ type: [ColumnDto] })
  columns!: ColumnDto[];
}

/** @param service - as scopes name it: `assistance` */
export function reEncryptionsController(service: string): Class {
  @ApiTags('operations')
  @Controller('v1/re-encryptions')
  @RequireScope(`${service}:keys:write`)
  @DisclosesNothing()
  class ReEncryptionsController {
    constructor(
      private readonly jobs: Jobs,
      private readonly inventory: KeyInventory,
      private readonly unitOfWork: UnitOfWork,
    ) {}

    @Post()
    @StartsJob()
    @ApiOperation({ summary: 'Encrypts with the current key whatever is encrypted with another one' })
    async start(@InTransaction() tx: Tx): Promise<JobStartedDto> {
      return { jobId: await this.jobs.ask(tx, { name: RE_ENCRYPTION, scope: 'all' }) };
    }

    @Get('status')
    @ApiOperation({ summary: 'How many values need each key, and which keys may go' })
    @ApiOkResponse({ type: ReEncryptionStatusDto })
    async status(@Caller() caller: Caller): Promise<ReEncryptionStatusDto> {
      const columns = await this.unitOfWork.run(caller.subject, (tx) => this.inventory.count(tx));
      const { currentKeyId } = this.inventory;
      const keyIds = [...new Set([...this.inventory.ringIds, ...columns.map(({ keyId }) => keyId)])].sort();
      const keys = keyIds.map((keyId) => {
        const uses = columns.filter((use) => use.keyId === keyId);
        const isCurrent = keyId === currentKeyId;
        const marked = sum(uses.filter(({ fingerprints }) => fingerprints));
        const encrypted = sum(uses) - marked;
        return {
          ...{ keyId, isCurrent, isInRing: this.inventory.isInRing(keyId), encrypted, fingerprints: marked },
          mayGo:
            !isCurrent && encrypted === 0 && (marked === 0 || this.inventory.isKeptForFingerprints(keyId)),
        };
      });
      return { keys, columns };
    }
  }
  return ReEncryptionsController;
}

const sum = (uses: readonly KeyUse[]): number => uses.reduce((total, { values }) => total + values, 0);
