/** What was acknowledged has exactly its effect; what was not has all of it or none. */
import { distinct } from './topics.mjs';

/** @param {import('./findings.mjs').Findings} findings */
export async function checkCommands({ checks, databases, events, work, commands, stack, plan }) {
  checks.chapter('What was acknowledged had exactly its effect, what was not all of it or none');
  checks.none(
    'while something was away the services said so: 503, never 500',
    [...commands.comeAgain.keys()].filter((why) => why.includes(' 500 ')),
  );
  checks.none('asked again with the same key, every command had the same answer', commands.contradictions);
  checks.none('a fact sent again was the same fact', work.contradictions);
  const originals = distinct(events);
  const of = (/** @type {string} */ type) => originals.filter((event) => event.type === type);

  const forsakenKeys = plan.population.forsaken.map(({ husband }) => husband.personKey);
  const households = await databases.query(
    'assistance',
    `select h.id, h.version, array_agg(m.person_key::text) as members
       from household h left join household_member m on m.household_id = h.id group by h.id`,
  );
  const forsaken = households.filter(({ members }) => forsakenKeys.some((key) => members.includes(key)));
  const householdIds = [...work.cases.map(({ householdId }) => householdId), ...forsaken.map(({ id }) => id)];
  checks.same(
    `households: acknowledged ones and ${forsaken.length} of ${forsakenKeys.length} forsaken ones`,
    households.map(({ id }) => id),
    householdIds,
  );
  checks.none(
    'each has its three members, and was stored once',
    households.filter(({ members, version }) => members.length !== 3 || version !== 1),
  );
  checks.same(
    'each was announced once',
    of('HouseholdChanged').map(({ message }) => message.householdId),
    householdIds,
  );
  checks.same(
    'verification has each on record, at its version',
    await databases.column('verification', `select id || ' ' || sequence from household`),
    householdIds.map((id) => `${id} 1`),
  );

  const consentIds = work.cases.flatMap((each) => each.consentIds);
  checks.same(
    'consents, each registered',
    await databases.column('assistance', `select id || ' ' || registered from consent`),
    consentIds.map((id) => `${id} true`),
  );
  checks.same(
    'verification has registered each',
    await databases.column('verification', 'select id from consent'),
    consentIds,
  );
  checks.same(
    'and has said so once',
    of('ConsentGranted').map(({ message }) => message.consentId),
    consentIds,
  );

  const caseIds = work.cases.map(({ caseId }) => caseId);
  checks.same('cases', await databases.column('assistance', 'select id from aid_case'), caseIds);
  for (const type of ['ApplicationSubmitted', 'ApplicationAccepted']) {
    checks.same(
      `${type}: once for each`,
      of(type).map(({ message }) => message.caseId),
      caseIds,
    );
  }
  checks.same(
    'each was accepted once, and asked for a check once',
    await databases.column(
      'assistance',
      `select aggregate_id || ' ' || command from lifecycle_log where aggregate = 'case' and command in ('accept', 'requestVerification')`,
    ),
    caseIds.flatMap((id) => [`${id} accept`, `${id} requestVerification`]),
  );
  checks.same(
    'requests, each answered',
    await databases.column(
      'assistance',
      `select subject_id || ' ' || id || ' ' || state from verification_request`,
    ),
    work.cases.map(({ caseId, requestId }) => `${caseId} ${requestId} ANSWERED`),
  );

  const files = originals.filter(
    ({ message }) => message.$typeName.startsWith('minzheng.facts.v1.') && message.factId,
  );
  const acknowledged = files.filter(({ message }) => !work.forsakenFiles.has(message.personKey));
  checks.same(
    'each fact was sent on once for each acknowledged file that it was in',
    acknowledged.map(({ message }) => message.factId),
    [...work.sent].flatMap(([factId, count]) => Array.from({ length: count }, () => factId)),
  );
  const forsakenFacts = Map.groupBy(
    files.filter(({ message }) => work.forsakenFiles.has(message.personKey)),
    ({ message }) => message.personKey,
  );
  checks.none(
    'forsaken files were sent on whole or not at all',
    [...forsakenFacts]
      .filter(([person, all]) => all.length !== work.forsakenFiles.get(person)?.length)
      .map(([person, all]) => [person, all.length]),
  );
  checks.same(
    'each answer was sent on once',
    of('SourceAnswered').map(({ message }) => message.answerId),
    work.answerIds,
  );

  const origins = /** @type {const} */ ([
    ['assistance', stack.urls['social-assistance'], forsaken.length],
    ['verification', stack.urls.verification, 0],
    ['gateway', stack.urls.gateway, forsakenFacts.size],
  ]);
  for (const [name, url, unanswered] of origins) {
    const [{ records }] = await databases.query(
      name,
      'select count(*)::int as records from idempotency_record',
    );
    // One more: the stack itself has put the clock.
    const keys = (commands.acknowledged.get(url)?.size ?? 0) + unanswered + 1;
    checks.none(
      `${name} remembers each command that had an effect, once (${keys})`,
      records === keys ? [] : [{ records, keys }],
    );
  }
  checks.none('no key is parked, and none ever needs an operator', [
    ...(await databases.query('assistance', 'select consumer, topic, key, state from parked_key')),
    ...(await databases.query('verification', 'select consumer, topic, key, state from parked_key')),
  ]);
  checks.none(
    'no fact was rejected',
    await databases.query('verification', 'select fact_id, reason from rejected_fact'),
  );
}
