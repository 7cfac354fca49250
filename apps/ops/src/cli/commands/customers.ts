import { readConfig } from '@callbook/config';
import {
  type CustomerActRefusal,
  type CustomerActReply,
  type CustomerAtDesk,
  MergeCustomers,
  ShowCustomers,
  UnmergeCustomer,
} from '@callbook/contracts';
import Table from 'cli-table3';
import { BrokerConfig } from '../../config';
import { type Answer, CommandFailure, type CommandLine } from '../command-line';
import { withQueries } from '../with-queries';
import { actBy, type ActOptions, idOf } from './acts';

export interface MergeOptions extends ActOptions {
  readonly dryRun?: boolean;
}

const whereFrom = 'Find it by number or e-mail address: callbook customers show WHO';

/** `callbook customers show WHO` */
export async function showCustomersCommand(
  { env }: CommandLine,
  who: string,
  { company }: { readonly company?: string },
): Promise<Answer> {
  if (who.trim() === '') throw new CommandFailure('Whom?', 'Give an id, a number in E.164 or an e-mail address.', 2);
  const question = { who: who.trim(), company: company ?? null };
  const { customers } = await withQueries(readConfig(BrokerConfig, env), (queries) =>
    queries.ask(ShowCustomers, question),
  );
  const text = customers.length > 0 ? tableOf(customers) : 'Nobody is known by that.';
  return { json: { customers }, text };
}

/** `callbook customers merge ID INTO` */
export async function mergeCustomersCommand(
  { env }: CommandLine,
  id: string,
  into: string,
  options: MergeOptions,
): Promise<Answer> {
  const [customerId, intoId] = [id, into].map((one) => idOf(one, 'a customer', whereFrom)) as [string, string];
  const question = { ...actBy(options), customerId, intoId, dryRun: options.dryRun ?? false };
  const reply = await withQueries(readConfig(BrokerConfig, env), (queries) => queries.ask(MergeCustomers, question));
  const rows = rowsMoved(reply);
  return told(reply, {
    done: `Merged: ${rows} went to ${intoId}. Taken back by: callbook customers unmerge ${customerId} --why …`,
    possible: `Would be merged: ${rows} would go to ${intoId}. Nothing was changed.`,
    unchanged: 'It is merged into that customer already; nothing was changed.',
  });
}

/** `callbook customers unmerge ID` */
export async function unmergeCustomerCommand({ env }: CommandLine, id: string, options: MergeOptions): Promise<Answer> {
  const customerId = idOf(id, 'a customer', whereFrom);
  const question = { ...actBy(options), customerId, dryRun: options.dryRun ?? false };
  const reply = await withQueries(readConfig(BrokerConfig, env), (queries) => queries.ask(UnmergeCustomer, question));
  const rows = rowsMoved(reply);
  return told(reply, {
    done: `Taken back: ${rows} belong to ${customerId} again.`,
    possible: `Would be taken back: ${rows} would belong to ${customerId} again. Nothing was changed.`,
    unchanged: 'It is merged into nobody; nothing was changed.',
  });
}

const refusals: Readonly<Record<CustomerActRefusal, readonly [what: string, next: string]>> = {
  customer_unknown: ['There is no such customer.', whereFrom],
  into_unknown: ['There is no such customer to merge into.', whereFrom],
  same_customer: ['A customer cannot be merged into itself.', 'Give two different ids.'],
  other_company: ['The two are customers of different companies.', 'Only customers of one company can be merged.'],
  already_merged_elsewhere: [
    'It is merged into another customer already.',
    'Take that back first: callbook customers unmerge ID --why …',
  ],
  into_is_merged: [
    'The customer to merge into is itself merged into another one.',
    'Merge into that one (callbook customers show ID tells which).',
  ],
  has_merged: [
    'Others are merged into it: that would make a chain.',
    'Merge the other way round, or take those merges back first.',
  ],
};

function told(
  reply: CustomerActReply,
  words: Readonly<Record<Exclude<CustomerActReply['result'], 'refused'>, string>>,
): Answer {
  const { result, refusal, customer, into, movedCalls, movedAppointments } = reply;
  if (result === 'refused') {
    const [what, next] = refusals[refusal as CustomerActRefusal];
    throw new CommandFailure(what, next, 1, [{ refusal, customer, into }]);
  }
  const both = [customer, into].filter((one) => one !== null && one !== undefined);
  return {
    json: { result, customer, into, movedCalls, movedAppointments },
    text: both.length > 0 ? `${tableOf(both)}\n${words[result]}` : words[result],
  };
}

function rowsMoved({ movedCalls, movedAppointments }: CustomerActReply): string {
  return `${counted(movedCalls, 'call')} and ${counted(movedAppointments, 'appointment')}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function tableOf(customers: readonly CustomerAtDesk[]): string {
  const table = new Table({
    head: ['Customer', 'Company', 'Name', 'Number', 'E-mail', 'Calls', 'Appointments', 'Merged'],
    style: { head: [], border: [] },
  });
  for (const one of customers) {
    const { customerId, company, name, phone, email, emailIsPlaceholder, anonymous, calls, appointments } = one;
    const number = phone ?? (anonymous ? 'withheld' : '');
    const address = email === null ? '' : emailIsPlaceholder ? `${email} (made up)` : email;
    table.push([customerId, company, name ?? '', number, address, calls, appointments, mergeText(one)]);
  }
  return table.toString();
}

function mergeText({ mergedIntoId, mergedIds }: CustomerAtDesk): string {
  if (mergedIntoId) return `into ${mergedIntoId}`;
  return mergedIds.map((id) => `has ${id}`).join('\n');
}
