import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { readConfig } from '@callbook/config';
import {
  EraseCustomer,
  type EraseCustomerReply,
  ExportCustomer,
  HeldByOps,
  HeldOfPerson,
  type PossibleCustomer,
} from '@callbook/contracts';
import type { QueryClient } from '@callbook/messaging';
import { BrokerConfig } from '../../config';
import { erasureReport, type Held, notDone, totalOf } from '../../privacy/erasure-report';
import { type Answer, CommandFailure, type CommandLine } from '../command-line';
import { noAnswerOf, withQueries } from '../with-queries';

/** One person's rows are few; a large outbox takes its time to be looked through. */
const patience = { timeoutMs: 60_000 };
/** How long the command waits to see that booking and ops have erased their part. */
const othersWithinMs = 20_000;

export interface WhichCustomer {
  readonly company?: string;
}

export interface ExportOptions extends WhichCustomer {
  readonly out?: string;
}

/** `callbook privacy export CUSTOMER` */
export async function exportPersonCommand(
  { env }: CommandLine,
  customer: string,
  { company = null, out }: Omit<ExportOptions, 'company'> & { company?: string | null },
): Promise<Answer> {
  const document = await withQueries(readConfig(BrokerConfig, env), async (queries) => {
    const found = await queries.ask(ExportCustomer, { customer, company }, patience);
    if (found.result !== 'found') throw notOne(found.result, found.candidates);
    const { booking, ops } = await heldByOthers(queries, { ...found, company: String(found.company) }, true);
    const { company: theirs, document: records } = found;
    return { customer, company: theirs, records, booking: booking.document, ops: ops.document };
  });
  const text = JSON.stringify(document, null, 2);
  if (out === undefined) return { json: document, text };
  write(out, text);
  const rows = totalOf(document.records) + totalOf(document.booking) + totalOf(document.ops);
  return { json: { out, rows }, text: `${rows} rows written to ${out}. Only you can read the file.` };
}

export interface EraseOptions extends WhichCustomer {
  readonly why: string;
  readonly actor: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** `callbook privacy erase CUSTOMER` */
export async function erasePersonCommand(
  { env }: CommandLine,
  customer: string,
  {
    company = null,
    why,
    actor,
    dryRun = false,
    yes = false,
  }: Omit<EraseOptions, 'company'> & { company?: string | null },
): Promise<Answer> {
  if (why.trim() === '' || actor.trim() === '')
    throw new CommandFailure('--why and --actor must say something.', 'Both are kept; no personal data in them.', 2);
  const isPreview = dryRun || !yes;
  return withQueries(readConfig(BrokerConfig, env), async (queries) => {
    const request = { customer, company, actor: actor.trim(), why: why.trim(), actId: randomUUID() };
    const preview = erasable(await queries.ask(EraseCustomer, { ...request, dryRun: true }, patience));
    const before = preview.company === null ? nothingHeld : await heldByOthers(queries, itsKeys(preview), false);
    if (isPreview || preview.result === 'erased_before') return erasureReport({ reply: preview, before, dryRun });
    const reply = erasable(await queries.ask(EraseCustomer, { ...request, dryRun: false }, patience));
    return erasureReport({ reply, before, dryRun, after: await untilErased(queries, itsKeys(preview)) });
  });
}

interface Keys {
  readonly company: string;
  readonly retellCallIds: string[];
  readonly uids: string[];
}

const nothingHeld: Held = {
  booking: { counts: {}, underWay: 0, document: {} },
  ops: { counts: {}, unrecognised: [], document: {} },
};

function itsKeys({ company, retellCallIds, calcomBookings }: EraseCustomerReply): Keys {
  return { company: String(company), retellCallIds, uids: calcomBookings.map(({ uid }) => uid) };
}

/** Booking and ops erase when they hear of it: in a moment, and later what is still under way with Cal.com. */
async function untilErased(queries: QueryClient, keys: Keys): Promise<Held> {
  const until = Date.now() + othersWithinMs;
  for (;;) {
    const held = await heldByOthers(queries, keys, false);
    if (notDone(held).length === 0 || Date.now() > until) return held;
    await pause(200);
  }
}

async function heldByOthers(
  queries: QueryClient,
  { company, retellCallIds, uids }: Keys,
  withRows: boolean,
): Promise<Held> {
  const question = { company, retellCallIds, uids, withRows };
  const booking = await queries.ask(HeldOfPerson, question, patience).catch(noAnswerOf('booking'));
  const ops = await queries.ask(HeldByOps, question, patience).catch(noAnswerOf('ops'));
  return { booking, ops };
}

function erasable(reply: EraseCustomerReply): EraseCustomerReply {
  if (reply.result === 'no_key')
    throw new CommandFailure(
      'Nobody can be erased: records has no ERASURE_KEY, so it would not recognise the person later.',
      'Set the same ERASURE_KEY (32 characters or more) for records, booking and ops, and start them again.',
      2,
    );
  if (reply.result === 'unknown' || reply.result === 'ambiguous') throw notOne(reply.result, reply.candidates);
  return reply;
}

function notOne(result: 'unknown' | 'ambiguous', candidates: readonly PossibleCustomer[]): CommandFailure {
  if (result === 'unknown')
    return new CommandFailure(
      'Nobody is known by that.',
      'Give the id of a customer, a number with its country (+49…), or an e-mail address. With --company, is it the right one?',
    );
  const lines = candidates.map(
    ({ id, company, calls, appointments }) => `${id} of ${company}: ${calls} calls, ${appointments} appointments`,
  );
  return new CommandFailure(
    `${candidates.length} customers are known by that:\n  ${lines.join('\n  ')}`,
    'Say which one: give the id, or --company. Each has to be seen to by itself.',
    1,
    candidates.map((candidate) => ({ ...candidate })),
  );
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, `${text}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const { code } = error as { code?: string };
    const next = code === 'EEXIST' ? 'Give a name that is free.' : 'Give a path that can be written.';
    throw new CommandFailure(`${path} could not be written (${code ?? 'unknown'}).`, next, 1, [], { cause: error });
  }
}
