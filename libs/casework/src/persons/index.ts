/**
 * Persons (人员): whom a department knows by ID number and name. Both are read once, checked, stored encrypted and
 * turned into a personKey; everywhere else a person is a personKey.
 *
 * - **Taking it in**: `imports: [PersonsModule]`, `controllers: [identitiesController('eldercare')]`, the part `PERSONS`
 *   in `withParts`, and one provider of the department: `{ provide: PersonDirectory, useClass: … }`, which says whose
 *   persons an office may ask about. {@link PersonRegister} is then injected wherever people are taken in or shown.
 * - **Tables**: `person` (its columns are in the change of keys; deleted never, since other tables refer to it).
 * - **Route**: `POST /v1/identities/resolve` (scope `<service>:identities:read`): number and name of persons, with the
 *   reason, each answer entered in the audit before it leaves. An official is told about persons of the own region;
 *   another service that names a referral is told about the persons of that referral while it is open.
 * - **Guarantees**: who is known keeps the name until {@link PersonRegister.correctName}, whatever a form says of the number
 *   (422 `id-number-invalid`); a number or name is never echoed, not in a refusal either; answers carry it masked (`510***********1234`)
 *   unless a route reveals it, and a reveal is logged with its reason.
 */
export * from './identities.controller.js';
export * from './migrations/1705000000101-persons.js';
export * from './name.rules.js';
export * from './person.directory.js';
export * from './person.register.js';
export * from './persons.module.js';
