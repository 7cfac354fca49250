import {
  createEvent,
  type CustomerActRefusal,
  CustomerMerged,
  CustomerUnmerged,
  type Event,
  MergeCustomers,
  type UnmergeCustomer,
} from '@callbook/contracts';
import { PermanentError, RetryableError } from '@callbook/messaging/failure';
import { timeOfAct } from '../acts/act';
import { type Acts, type ActTransaction, NotDone, outcomeOf } from '../acts/acts';
import type { Clock } from '../clock/clock';
import type { Message } from '../transaction/records';
import type { RowsOfCustomer } from './customer-merge-rows';
import { decided, type Mergeable, mergeMarkOf } from './merge-rule';
import { refusalOfMerge, refusalOfUnmerge } from './merge-refusals';

export type MergeAct = Event<CustomerMerged> | Event<CustomerUnmerged>;

export type MergeOutcome =
  | {
      readonly result: 'done' | 'unchanged' | 'possible';
      readonly intoId: string | null;
      readonly moved: RowsOfCustomer;
    }
  | { readonly result: 'refused'; readonly refusal: CustomerActRefusal };

const nothing: RowsOfCustomer = { calls: 0, appointments: 0 };

/**
 * Makes one customer of two, and two of one again, because a person decides so. Calls and appointments of the one that is
 * merged go to the other, later ones too; its row stays and keeps what is told of it, so the merge can be taken back with
 * everything that came since. Of several acts on a customer the latest counts, in whatever order they arrive.
 */
export class MergeTwoCustomers {
  constructor(
    private readonly acts: Acts,
    private readonly clock: Clock,
  ) {}

  /** Does what a person asks for, and publishes it; a dry run says what it would do. */
  async perform(request: MergeCustomers | UnmergeCustomer): Promise<MergeOutcome> {
    const type = request instanceof MergeCustomers ? CustomerMerged : CustomerUnmerged;
    const message = { id: request.actId, queue: type.consumers[0] as string };
    const outcome = await outcomeOf<MergeOutcome, MergeOutcome>(this.acts, message, async (tx) => {
      const { customer, family, into } = await asked(tx, request);
      const moved = await tx.merges.count(customer.id);
      const intoId = into ?? customer.mergedInto;
      if (request.dryRun) throw new NotDone<MergeOutcome>({ result: 'possible', intoId, moved });
      const event = this.eventOf(request, customer, into);
      await decide(tx, family, event);
      await tx.publish(event);
      return { result: 'done', intoId, moved };
    });
    if (!outcome) return { result: 'unchanged', intoId: null, moved: nothing };
    return 'done' in outcome ? outcome.done : outcome.why;
  }

  /** Writes an act that is told by its event: replayed, or come before the customers it is about, which are waited for. */
  async apply(event: MergeAct, message: Message): Promise<void> {
    await this.acts.once(message, async (tx) => {
      const ids =
        event.data instanceof CustomerMerged ? [event.data.customerId, event.data.intoId] : [event.data.customerId];
      const family = await tx.merges.openFamily(ids);
      for (const id of ids) {
        const customer = family.find((one) => one.id === id);
        if (!customer) throw new RetryableError('customer_not_recorded', `customer ${id} is not recorded yet`);
        if (customer.company !== event.company)
          throw new PermanentError('other_company', `customer ${id} belongs to another company`);
      }
      await decide(tx, family, event);
    });
  }

  private eventOf(
    { actId, actor, why }: MergeCustomers | UnmergeCustomer,
    customer: Mergeable,
    into: string | null,
  ): MergeAct {
    const { id: customerId, company, mergedInto } = customer;
    const at = timeOfAct(this.clock.now(), mergeMarkOf(customer));
    const act = { actor, why, actedAt: at.toISOString(), customerId };
    const context = { id: actId, company, time: at, correlationId: customerId };
    return into === null
      ? createEvent(CustomerUnmerged, { ...act, previousIntoId: mergedInto as string }, context)
      : createEvent(CustomerMerged, { ...act, intoId: into }, context);
  }
}

interface Asked {
  readonly customer: Mergeable;
  readonly family: readonly Mergeable[];
  /** Null: the merge is to be taken back. */
  readonly into: string | null;
}

async function asked(tx: ActTransaction, request: MergeCustomers | UnmergeCustomer): Promise<Asked> {
  const into = request instanceof MergeCustomers ? request.intoId : null;
  const family = await tx.merges.openFamily(into === null ? [request.customerId] : [request.customerId, into]);
  const refusal =
    into === null ? refusalOfUnmerge(family, request) : refusalOfMerge(family, { ...request, intoId: into });
  if (refusal) throw new NotDone<MergeOutcome>({ result: 'refused', refusal });
  const customer = family.find(({ id }) => id === request.customerId) as Mergeable;
  if (customer.mergedInto === into)
    throw new NotDone<MergeOutcome>({ result: 'unchanged', intoId: into, moved: nothing });
  return { customer, family, into };
}

async function decide(
  tx: ActTransaction,
  family: readonly Mergeable[],
  { id: eventId, data }: MergeAct,
): Promise<void> {
  const into = data instanceof CustomerMerged ? data.intoId : null;
  await tx.merges.save(decided(family, data.customerId, { into, at: new Date(data.actedAt), eventId }));
}
