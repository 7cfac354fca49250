import { digestOf, type PredictedEffect } from '@callbook/contracts';
import { type Attempt, isOpen } from '../attempts/attempt';
import { openedAttempt } from '../attempts/attempt-changes';
import type { Request } from '../attempts/attempts';
import { decide } from '../attempts/decide';
import type { BookingSettings } from '../book-appointment/booking-settings';
import { whyNoPost } from '../book-appointment/why-no-post';

type Told = Pick<PredictedEffect, 'effect' | 'code' | 'reason' | 'changes'>;

/** What the request would do, and the rounds of its call as they would be then. */
export interface PredictedRequest {
  readonly told: Told;
  readonly rounds: readonly Attempt[];
}

/**
 * What a request would do if it came now, by the rounds of its call and the clock alone: what Cal.com would answer, nobody
 * knows before it is asked. What would open a round in which no POST may be sent any more is too late: nobody waits for it.
 * @param rounds of its call, oldest first
 */
export function predictRequest(
  request: Request,
  rounds: readonly Attempt[],
  now: Date,
  settings: Pick<BookingSettings, 'postWindowMs'>,
): PredictedRequest {
  const decision = decide(request, rounds);
  switch (decision.kind) {
    case 'wait':
      return { told: { ...fails('being_undone'), reason: 'the same wish is being undone' }, rounds };
    case 'open': {
      const attempt = openedAttempt(request, decision, now, 0);
      const start = attempt.operation === 'cancel' ? new Date(8.64e15).toISOString() : String(attempt.request.start);
      const why = whyNoPost(attempt, { start }, now, settings);
      const round = `round ${attempt.round} of a wish to ${attempt.operation}`;
      if (why || decision.givenUp)
        return {
          told: {
            effect: 'too_late',
            code: null,
            reason: tooLate[why ?? 'withdrawn'] ?? `would end as ${why}`,
            changes: [],
          },
          rounds,
        };
      return { told: does('create', `opens ${round}`, attempt), rounds: [...rounds, attempt] };
    }
    case 'join':
      return { told: does('link', joins(decision.attempt), decision.attempt), rounds };
    case 'withdraw':
      return { told: does('change', 'withdraws an open round', decision.attempt), rounds };
    case 'ask_back':
      return { told: does('change', 'asks the caller back', null), rounds };
    case 'nothing_to_change':
      return { told: does('change', `answers that there is nothing to change (${decision.reason})`, null), rounds };
  }
}

/**
 * What a request would do that was taken on before, and whose consumer did not come to its end.
 * @param round it belongs to; null when it was answered without one
 * @returns undefined when all is done
 */
export function predictTakenOn(rounds: readonly Attempt[], round: string | null): Told | undefined {
  const attempt = rounds.find(({ id }) => id === round);
  return attempt && isOpen(attempt) ? does('link', 'goes on with its round', attempt) : undefined;
}

const tooLate: Readonly<Record<string, string>> = {
  too_late: 'the caller has long stopped waiting',
  in_past: 'the wanted time has passed',
  withdrawn: 'the caller had given it up',
};

function joins(attempt: Attempt): string {
  return isOpen(attempt) ? 'joins a round that is open' : `gets the outcome of its round (${attempt.state})`;
}

/** The line `booking.handled_messages_v1` shows of a request that was taken. */
function does(effect: Told['effect'], reason: string, attempt: Pick<Attempt, 'id'> | null): Told {
  return { effect, code: null, reason, changes: [`attempts ${attempt ? digestOf(attempt.id).slice(0, 16) : 'none'}`] };
}

function fails(code: string): Omit<Told, 'reason'> {
  return { effect: 'fail', code, changes: null };
}
