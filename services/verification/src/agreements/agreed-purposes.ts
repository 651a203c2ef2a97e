import type { Queries } from '../facts/fact.reader.js';
import type { AgreedPurposes } from './agreed-purposes.rules.js';

/**
 * Agreements under which agencies send, of those agencies of whom one limits what for: those in force, and where none is,
 * those under which their facts came. That one is suspended stops what is sent, not what for it may be used.
 */
export const SELECT_AGREED_PURPOSES = `
  select a.agency, a.dataset, a.purposes
    from data_agreement a
   where a.direction = 'IN'
     and a.agency in (select l.agency from data_agreement l
                       where l.direction = 'IN' and l.purposes <> '{}'
                         and l.state in ('ACTIVE', 'SUSPENDED', 'EXPIRED', 'REVOKED'))
     and (a.state in ('ACTIVE', 'SUSPENDED')
          or (a.state in ('EXPIRED', 'REVOKED')
              and not exists (select from data_agreement b
                               where b.agency = a.agency and b.direction = 'IN' and b.state in ('ACTIVE', 'SUSPENDED'))))
   order by a.agency, a.dataset`;

export async function readAgreedPurposes(queries: Queries): Promise<AgreedPurposes[]> {
  return queries.query<AgreedPurposes>(SELECT_AGREED_PURPOSES);
}
