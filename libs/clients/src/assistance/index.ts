import type { Client } from 'openapi-fetch';
import { openClient, type ClientOptions } from '../client/index.js';
import type { components, paths } from '../generated/assistance.js';

/** Bodies of Minzheng assistance, by the names that they have in its API document. */
export type Schemas = components['schemas'];

/** A client of Minzheng assistance. Written by `npm run clients`; not by hand. */
export const assistanceClient = (options: ClientOptions): Client<paths> => openClient<paths>(options);
