import type { Tx } from '@minzheng/platform/persistence';
import { In } from 'typeorm';
import { Clue } from './clue.entity.js';

/** Locks these clues in the order of their ids. @returns those that there are, by id, as they stand then */
export async function lockClues(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, Clue>> {
  const locked = await tx.query<{ id: string }>(
    'select id from clue where id = any($1::uuid[]) order by id for update',
    [ids],
  );
  if (locked.length === 0) return new Map();
  const clues = await tx.manager.findBy(Clue, { id: In(locked.map(({ id }) => id)) });
  return new Map(clues.map((clue) => [clue.id, clue]));
}
