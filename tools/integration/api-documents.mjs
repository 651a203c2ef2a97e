/** The API document (OpenAPI) of each program, made from what is built, without starting any. */
import { describeService } from '@minzheng/platform/start-service';
import { definitionOf } from '../stack/definitions.mjs';
import { readPrograms } from '../stack/programs.mjs';

/** By the name of the program in logs and metrics, in the order of their ports. @returns {Promise<ReadonlyMap<string, object>>} */
export async function apiDocuments() {
  /** @type {Map<string, object>} */
  const documents = new Map();
  for (const program of Object.values(readPrograms())) {
    const definition = await definitionOf(program);
    documents.set(definition.name, await describeService(definition));
  }
  return documents;
}
