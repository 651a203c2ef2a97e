import { Ctx, Payload } from '@nestjs/microservices';
import { ConsentWithdrawnSchema, VerificationRequestedSchema } from '@minzheng/contracts/verification';
import { EventHandlers, On, type InboundContext, type Received } from '@minzheng/platform/messaging';
import { ConsentRegister } from '../consents/consent.register.js';
import { COMMANDS } from '../consumers.js';
import { RequestService } from './request.service.js';

/** Departments have households checked, and tell when a consent is withdrawn. */
@EventHandlers(COMMANDS)
export class RequestsHandlers {
  constructor(
    private readonly requests: RequestService,
    private readonly consents: ConsentRegister,
  ) {}

  @On(VerificationRequestedSchema)
  async requested(
    @Payload() events: readonly Received<typeof VerificationRequestedSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    for (const { message } of events) await this.requests.take(tx, message);
  }

  @On(ConsentWithdrawnSchema)
  async withdrawn(
    @Payload() events: readonly Received<typeof ConsentWithdrawnSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    const persons = await this.consents.withdraw(
      tx,
      events.map(({ message }) => message),
    );
    if (persons.length > 0) await this.requests.consentsChanged(tx, persons);
  }
}
