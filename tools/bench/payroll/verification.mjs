/** What came of the runs, compared by statements over whole tables with what had to come of them. */

/**
 * @param {import('pg').Client} client
 * @returns {Promise<Record<string, number>>}
 */
export async function verify(client) {
  const figure = async (/** @type {string} */ sql) => Number((await client.query(sql)).rows[0].n);
  const expected = await figure('select count(*) as n from bench_expected');
  const missed = await figure(
    `select count(*) as n from bench_expected e
      where not exists (select from payment_line l
                         where l.subject_id = e.subject_id and l.part = e.part and l.person_key = e.person_key
                           and l.amount_fen = e.amount_fen and l.component = e.part)`,
  );
  const twice = await figure(
    `select count(*) as n from (select from payment_line group by subject_id, month, part, person_key having count(*) > 1) as t`,
  );
  const lines = await figure('select count(*) as n from payment_line');
  const paid = await figure(`select count(*) as n from payment_line where state = 'PAID'`);
  const returned = await figure(`select count(*) as n from payment_line where state = 'RETURNED'`);
  const unbalanced = await figure(
    `select count(*) as n from payroll_run r, lateral (
       select count(*)::int as lines, sum(amount_fen)::bigint as fen from payment_line l where l.run_id = r.id) as found
      where r.state <> 'CLOSED' or r.line_count <> found.lines or r.total_fen <> found.fen`,
  );
  // a person's part, less what came back
  const wrongFacts = await figure(
    `with due as (
       select s.subject_id, s.person_key,
              s.fen - coalesce((select sum(part.fen) from payment_line l, unnest(l.beneficiaries, l.parts_fen) as part(key, fen)
                                 where l.subject_id = s.subject_id and l.state = 'RETURNED' and part.key = s.person_key), 0) as fen
         from bench_share s)
     select count(*) as n from (select * from due where fen > 0) as due
       full join payment_fact f on f.subject_id = due.subject_id and f.person_key = due.person_key
      where f.amount_fen is distinct from due.fen or f.version <> 1`,
  );
  const facts = await figure('select count(*) as n from payment_fact');
  const told = async (/** @type {string} */ type) =>
    figure(`select count(*) as n from outbox where ce_type like '%.${type}'`);
  const toldTwice = await figure(
    `select count(*) as n from (select from outbox group by ce_subject, ce_sequence having count(*) > 1) as t`,
  );
  const [settled, cameBack, incomes] = [
    await told('PaymentSettled'),
    await told('PaymentReturned'),
    await told('IncomeFact'),
  ];
  const untold = Math.abs(settled - paid) + Math.abs(cameBack - returned) + Math.abs(incomes - facts);
  const open = lines - paid - returned;
  return {
    expected,
    lines,
    missed,
    twice,
    paid,
    returned,
    open,
    unbalanced,
    facts,
    wrongFacts,
    untold,
    toldTwice,
  };
}
