import type { CatalogueSource } from '@callbook/catalogue';
import type { Attempts } from '../book-appointment/attempts';
import { type BookingAttempt, nextStep } from '../book-appointment/booking-attempt';
import { type ConfirmAttempt, saidInRequest } from '../book-appointment/confirm-attempt';
import type { Calendar } from '../calendar/calendar';
import type { SaidByPhone } from '../chains/chain-fact';
import type { Chains } from '../chains/chains';
import { readChain, type ReadChain } from '../chains/read-chain';
import type { Clock } from '../clock/clock';
import { type Hint, hasReached, isKnown } from './hint';
import type { HintFinding } from './hints';
import { isSegment, notByPhone, readingOf } from './reading-of';

/** What a look came to. */
export type Look =
  /** Nothing more to do. `foreign`: no appointment of ours. `settled`: it was the answer to an open attempt. */
  | { readonly kind: 'done'; readonly as: 'known' | 'published' | 'no_news' | 'foreign' | 'settled' }
  /** The calendar does not show yet what the hint told. */
  | { readonly kind: 'not_yet'; readonly finding: 'not_shown' | 'not_found' }
  /** The POST that made the booking may still be waiting for its answer, which will settle the attempt. */
  | { readonly kind: 'wait' }
  /** Nothing a machine can settle. */
  | { readonly kind: 'finding'; readonly finding: HintFinding };

/**
 * Looks at what a hint is about and publishes what is new. A hint is never a fact: only what the calendar answers counts.
 * Safe to run again from the start, and twice at once: what is published is judged under the chain's lock.
 */
export class LookAtCalendar {
  constructor(
    private readonly calendar: Calendar,
    private readonly chains: Chains,
    private readonly attempts: Attempts,
    private readonly confirmAttempt: ConfirmAttempt,
    private readonly catalogue: CatalogueSource,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws CalendarUnavailable
   * @throws AttemptMoved when somebody else settled the attempt meanwhile
   */
  async execute(hint: Hint): Promise<Look> {
    const { company, uid, expectedStatus } = hint;
    const before = await this.chains.of(company, uid);
    if (isKnown(hint, before)) return { kind: 'done', as: 'known' };

    const booking = await this.calendar.get(company, before?.currentUid ?? uid);
    if (!booking) return { kind: 'not_yet', finding: 'not_found' };
    const sight = { calendar: this.calendar, chains: this.chains };
    const chain = await readChain(sight, company, booking, hint.previousUid);
    // A cancelled booking whose successor does not show yet was moved, not cancelled.
    if (!chain.isComplete) return { kind: 'not_yet', finding: 'not_shown' };

    const look = await this.takeNote(hint, chain);
    const isShown = chain.newest.uid !== uid || hasReached(chain.newest.status, expectedStatus);
    return look.kind === 'done' && look.as !== 'foreign' && !isShown ? { kind: 'not_yet', finding: 'not_shown' } : look;
  }

  private async takeNote(hint: Hint, chain: ReadChain): Promise<Look> {
    if (chain.known) return this.publish(hint, chain, chain.known.fact);
    if (isSegment(chain)) return { kind: 'done', as: 'foreign' };
    const attempt = await this.attemptOf(hint.company, chain);
    if (attempt) return this.asEvidence(hint, attempt, chain);

    const said = notByPhone(hint.company, chain, this.catalogue.current());
    return said ? this.publish(hint, chain, said) : { kind: 'done', as: 'foreign' };
  }

  /** A chain that is not known and carries our request id belongs to that attempt: while it is open, it alone publishes. */
  private async asEvidence(hint: Hint, attempt: BookingAttempt, chain: ReadChain): Promise<Look> {
    const { status } = chain.newest;
    switch (attempt.state) {
      case 'compensating':
        return { kind: 'wait' };
      case 'booked':
      case 'awaiting_confirmation': {
        // Settled since this look began: the next one finds the chain known.
        const isItself = attempt.bookedUid !== null && chain.uids.includes(attempt.bookedUid);
        return isItself ? { kind: 'wait' } : { kind: 'finding', finding: 'second_chain' };
      }
      case 'refused':
      case 'compensation_stuck':
        if (status === 'cancelled' || status === 'rejected') return { kind: 'done', as: 'known' };
        await this.publish(hint, chain, saidInRequest(attempt, this.catalogue.current()));
        return { kind: 'finding', finding: 'refused_but_booked' };
      default:
        if (nextStep(attempt, this.clock.now()) === 'wait') return { kind: 'wait' };
        await this.confirmAttempt.execute(attempt, chain, 'get');
        return { kind: 'done', as: 'settled' };
    }
  }

  private async publish({ company, messageId }: Hint, chain: ReadChain, said: SaidByPhone): Promise<Look> {
    const reading = readingOf(company, chain, said, this.catalogue.current());
    return { kind: 'done', as: await this.chains.take(company, reading, messageId) };
  }

  private async attemptOf(company: string, { newest }: ReadChain): Promise<BookingAttempt | undefined> {
    const requestId = newest.metadata.callbook_request_id;
    return typeof requestId === 'string' ? this.attempts.byId(company, requestId) : undefined;
  }
}
