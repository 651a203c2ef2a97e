import { Module } from '@nestjs/common';
import { encryptedText } from '@minzheng/platform/key-rotation';
import type { ServicePart } from '@minzheng/platform/start-service';
import { Persons1705000000101 } from './migrations/1705000000101-persons.js';
import { PersonRegister } from './person.register.js';

@Module({ providers: [PersonRegister], exports: [PersonRegister] })
export class PersonsModule {}

/** Tables of {@link PersonsModule}. */
export const PERSONS: ServicePart = {
  migrations: [Persons1705000000101],
  encrypted: [
    encryptedText({
      ...{ table: 'person', key: 'person_key', column: 'id_number_enc', place: 'person/{key}/idNumber' },
      holdsIdNumbers: true,
    }),
    encryptedText({ table: 'person', key: 'person_key', column: 'name_enc', place: 'person/{key}/name' }),
  ],
};
