import type { ItemRefusal } from './item-refusal.js';
import type { Reading } from './reading.js';

/** Turns the ID numbers of one item into personKeys, and remembers the first that is not valid. */
export class PersonReader {
  #refusal: ItemRefusal | undefined;

  constructor(private readonly reading: Reading) {}

  get refusal(): ItemRefusal | undefined {
    return this.#refusal;
  }

  /** @returns a personKey; empty when the number is not valid, and then there is a {@link refusal} */
  key(field: string, idNumber: string): string {
    const personKey = this.reading.pseudonyms.personKey(idNumber, this.reading.today);
    if (personKey === undefined) this.#refusal ??= { problem: 'id-number-invalid', field };
    return personKey ?? '';
  }

  /** The attribute that names another person, if one is named. */
  attribute(key: string, field: string, idNumber: string | null | undefined): Record<string, string> {
    return idNumber == null ? {} : { [key]: this.key(field, idNumber) };
  }
}
