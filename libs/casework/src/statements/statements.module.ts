import { Global, Module } from '@nestjs/common';
import { encryptedText } from '@minzheng/platform/key-rotation';
import type { ServicePart } from '@minzheng/platform/start-service';
import { Statements1705000000176 } from './migrations/1705000000176-statements.js';
import { Statements } from './statements.js';

/** Statements (陈述与理由) of a department; its routes are `statementsController`. */
@Global()
@Module({ providers: [Statements], exports: [Statements] })
export class StatementsModule {}

/** Table and encrypted column of statements. */
export const STATEMENTS: ServicePart = {
  entities: [],
  migrations: [Statements1705000000176],
  encrypted: [encryptedText({ table: 'statement', column: 'text_enc', place: 'statement/{key}/text' })],
};
