import {
  AssetFactSchema,
  ExpenditureFactSchema,
  IncomeFactSchema,
  SourceAnsweredSchema,
  StatusFactSchema,
} from '@minzheng/contracts/facts';
import { SourceQueryProgressedSchema, type SourceQueryProgressed } from '@minzheng/contracts/verification';
import type { Received } from '@minzheng/platform/messaging';
import type { Tx } from '@minzheng/platform/persistence';
import { lockSourceQueries } from '../agencies/source-queries.js';
import { isUuid } from './fact-check.rules.js';
import { lockPersons } from './fact.reader.js';

const FACTS: readonly string[] = [
  IncomeFactSchema.typeName,
  AssetFactSchema.typeName,
  ExpenditureFactSchema.typeName,
  StatusFactSchema.typeName,
];
/** What may end the queries about a person. */
const ANSWERING: readonly string[] = [SourceAnsweredSchema.typeName, StatusFactSchema.typeName];

/**
 * Locks what facts, answers and the progress of queries lock that come in one range, in the order that holds everywhere: persons
 * by key, then the queries about them by id. Facts of one person come by several topics at once.
 */
export async function lockFactRange(tx: Tx, events: readonly Received[]): Promise<void> {
  const personsOf = (types: readonly string[]): string[] => [
    ...new Set(
      events
        .filter(({ schema }) => types.includes(schema.typeName))
        .map(({ message }) => (message as Received['message'] & { readonly personKey: string }).personKey)
        .filter(isUuid),
    ),
  ];
  const queries = events
    .filter(({ schema }) => schema.typeName === SourceQueryProgressedSchema.typeName)
    .map(({ message }) => (message as SourceQueryProgressed).queryId)
    .filter(isUuid);
  const persons = personsOf([...FACTS, SourceAnsweredSchema.typeName]);
  if (persons.length > 0) await lockPersons(tx, persons);
  await lockSourceQueries(tx, queries, personsOf(ANSWERING));
}
