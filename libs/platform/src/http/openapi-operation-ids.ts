import type { OpenAPIObject } from '@nestjs/swagger';

const VERBS = ['get', 'post', 'put', 'patch'] as const;

/**
 * Gives each operation an id of its own, as OpenAPI demands: a class of routes that stands below several records (`/v1/cases/{id}/visits`,
 * `/v1/awards/{id}/visits`) has the same names in each place, so its ids end with the record (`…_record_cases`).
 */
export function separateOperationIds(document: OpenAPIObject): void {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    VERBS.flatMap((verb) => {
      const operation = item[verb];
      return operation?.operationId === undefined ? [] : [{ path, operation, id: operation.operationId }];
    }),
  );
  for (const [id, same] of Map.groupBy(operations, (each) => each.id)) {
    if (same.length < 2) continue;
    for (const { path, operation } of same) operation.operationId = `${id}_${recordOf(path)}`;
  }
}

/** `cases` of `/v1/cases/{id}/visits` */
const recordOf = (path: string): string => path.split('/')[2] ?? '';
