import { Module } from '@nestjs/common';
import { recordIn } from '@minzheng/platform/access';
import type { ServicePart } from '@minzheng/platform/start-service';
import { OfficialRelatives1705000000340 } from './migrations/0340-official-relatives.js';
import { OfficialRelatives } from './official-relatives.js';
import { OfficialRelative } from './relative.entity.js';

/** Filed relatives (近亲属备案) of officials; the routes are made by the controller's functions. */
@Module({ providers: [OfficialRelatives], exports: [OfficialRelatives] })
export class RelativesModule {}

/** The table of filed relatives. */
export const RELATIVES = {
  entities: [OfficialRelative],
  migrations: [OfficialRelatives1705000000340],
  records: [
    recordIn(
      OfficialRelative,
      'select region, array[relative_key] as persons from official_relative where id = $1',
    ),
  ],
} satisfies ServicePart;
