/**
 * SQL condition: a person is a member of the household of a request.
 *
 * @param request - alias of `verification_request`
 * @param person - SQL of a key, or `any(…)` of several
 */
export const isMemberOf = (request: string, person: string): string => `
  exists (select from jsonb_array_elements(${request}.household -> 'members') member
           where (member ->> 'personKey')::uuid = ${person})`;

/**
 * SQL condition: a person is a member of the household of a request, of which there may be reports. Who owes the household
 * support, lives with such a one, or has the custody of a child stands among the request's persons too, and was not checked
 * by it. Indexes by person find the requests.
 *
 * @param request - alias of `verification_request`
 * @param person - SQL of a key
 */
export const isCheckedMember = (request: string, person: string): string => `
  (${request}.state in ('COLLECTING', 'BLOCKED', 'ISSUED') and ${request}.person_keys @> array[${person}]
    or ${request}.state = 'CANCELLED' and ${request}.person_keys @> array[${person}])
  and ${isMemberOf(request, person)}`;
