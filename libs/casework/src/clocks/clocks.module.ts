import { Global, Module } from '@nestjs/common';
import type { ServicePart } from '@minzheng/platform/start-service';
import { ClockLoop } from './clock-loop.js';
import { Clocks } from './clocks.js';
import { Clocks1705000000110 } from './migrations/1705000000110-clocks.js';

/** Imported once, by the department's module. */
@Global()
@Module({ providers: [Clocks, ClockLoop], exports: [Clocks, ClockLoop] })
export class ClocksModule {}

export const CLOCKS: ServicePart = { migrations: [Clocks1705000000110] };
