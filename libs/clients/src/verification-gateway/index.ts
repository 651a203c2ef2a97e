import type { Client } from 'openapi-fetch';
import { openClient, type ClientOptions } from '../client/index.js';
import type { components, paths } from '../generated/verification-gateway.js';

/** Bodies of Minzheng verification-gateway, by the names that they have in its API document. */
export type Schemas = components['schemas'];

/** A client of Minzheng verification-gateway. Written by `npm run clients`; not by hand. */
export const verificationGatewayClient = (options: ClientOptions): Client<paths> =>
  openClient<paths>(options);
