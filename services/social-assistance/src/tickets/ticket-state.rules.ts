import type { TicketNeedState } from './ticket.entity.js';
import type { TicketCommand, TicketState } from './ticket.lifecycle.js';

/**
 * What moves a ticket after something has become of one of its needs: it waits while one of them is open; with the last
 * it is forwarded if others have to answer yet, else answered. A need that comes back opens it again.
 */
export function commandAfter(
  state: TicketState,
  needs: readonly TicketNeedState[],
  isAssigned: boolean,
): TicketCommand {
  const isHere = state === 'OPEN' || state === 'ASSIGNED';
  if (needs.includes('OPEN')) {
    if (isHere) return 'settle';
    return isAssigned ? 'takeBack' : 'takeBackUnassigned';
  }
  if (needs.includes('REFERRED')) return isHere ? 'settleForwarded' : 'settle';
  return isHere || state === 'FORWARDED' ? 'settleAnswered' : 'settle';
}
