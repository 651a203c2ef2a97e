import { Injectable } from '@nestjs/common';
import { Department } from '../department/index.js';
import { paymentLineLifecycle } from './payment-line.lifecycle.js';
import { payrollRunLifecycle } from './payroll-run.lifecycle.js';

/** The lifecycles with the department's scopes. */
@Injectable()
export class PaymentLifecycles {
  readonly run;
  readonly line;

  constructor({ name }: Department) {
    this.run = payrollRunLifecycle(name);
    this.line = paymentLineLifecycle(name);
  }
}
