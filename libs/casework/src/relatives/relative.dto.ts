import { defineProblem, IsCivilDate, IsPersonKey, IsRegionCode, Problem } from '@minzheng/platform/http';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength, MinLength } from 'class-validator';
import {
  FILED_ROLES,
  NEAR_RELATIONS,
  type FiledRole,
  type NearRelation,
  type OfficialRelative,
} from './relative.entity.js';

/** Refusals of filings. */
export const RELATIVE_PROBLEMS = {
  neverValid: defineProblem({
    name: 'relation-never-valid',
    status: 422,
    zh: '终止日期不晚于起始日期',
    en: 'The relation ends before it begins',
    meaning: {
      zh: '备案的终止日期（首个不再成立之日）应当晚于起始日期。',
      en: 'The first day on which a filed relation no longer holds lies after its first day.',
    },
    remedy: { zh: '更正 from 或者 to。', en: 'Correct from or to.' },
  }),
} as const;

/** What every filing says. */
abstract class FilingDto {
  @ApiProperty({ description: 'subject of the official’s token', example: 'clerk-wang' })
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  official!: string;

  @ApiProperty({ enum: FILED_ROLES })
  @IsIn(FILED_ROLES)
  role!: FiledRole;

  @IsRegionCode({ description: 'where the official works' })
  region!: string;

  @ApiProperty({ enum: NEAR_RELATIONS, description: 'of the relative to the official' })
  @IsIn(NEAR_RELATIONS)
  relation!: NearRelation;

  @IsCivilDate()
  from!: string;

  @IsCivilDate({ optional: true, description: 'first day on which it no longer holds' })
  to?: string;
}

/** Where ID numbers are held. */
export class FileRelativeDto extends FilingDto {
  @ApiProperty({ description: 'of the relative; only its key is stored', example: '51080219850214901X' })
  @IsString()
  @MaxLength(40)
  relativeIdNumber!: string;
}

/** Where none is held. */
export class FileRelativeByKeyDto extends FilingDto {
  @IsPersonKey()
  relativeKey!: string;
}

export class RelativeDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'clerk-wang' })
  official!: string;

  @ApiProperty({ enum: FILED_ROLES })
  role!: FiledRole;

  @ApiProperty({ example: '510802', description: 'where the official works' })
  region!: string;

  @ApiProperty({ format: 'uuid' })
  relativeKey!: string;

  @ApiProperty({ enum: NEAR_RELATIONS })
  relation!: NearRelation;

  @ApiProperty({ format: 'date' })
  from!: string;

  @ApiProperty({ nullable: true, type: 'string', format: 'date' })
  to!: string | null;

  @ApiProperty()
  version!: number;
}

export const toRelativeDto = (filing: OfficialRelative): RelativeDto => {
  const { id, official, role, region, relativeKey, relation, validFrom, validTo, version } = filing;
  return { id, official, role, region, relativeKey, relation, from: validFrom, to: validTo, version };
};

/** @throws Problem `relation-never-valid` */
export function requireTime({ from, to }: Pick<FilingDto, 'from' | 'to'>): void {
  if (to !== undefined && to <= from) throw new Problem(RELATIVE_PROBLEMS.neverValid);
}
