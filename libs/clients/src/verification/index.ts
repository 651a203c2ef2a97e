import type { Client } from 'openapi-fetch';
import { openClient, type ClientOptions } from '../client/index.js';
import type { components, paths } from '../generated/verification.js';

/** Bodies of Minzheng verification, by the names that they have in its API document. */
export type Schemas = components['schemas'];

/** A client of Minzheng verification. Written by `npm run clients`; not by hand. */
export const verificationClient = (options: ClientOptions): Client<paths> => openClient<paths>(options);
