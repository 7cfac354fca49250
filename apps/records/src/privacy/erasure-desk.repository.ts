import {
  createEvent,
  CustomerErased,
  derivedId,
  type EraseCustomer,
  type EraseCustomerReply,
  type Event,
} from '@callbook/contracts';
import { ErasedPeople, ErasureKeyWrong, inTransaction } from '@callbook/database';
import { PermanentError } from '@callbook/messaging/failure';
import { Outbox } from '@callbook/outbox';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../clock/clock';
import { countRows, eraseRows, type RowsToErase } from './erase-rows.repository';
import { bookingsAtProvider, hashesOf, identitiesOfPerson } from './identities.repository';
import { type Asked, askedBy, findPerson, type Person } from './person.repository';
import { peopleErased } from './privacy-metrics';
import { Sweeper } from './sweeper.repository';

const nobody: Omit<EraseCustomerReply, 'result'> = {
  candidates: [],
  counts: {},
  retellCallIds: [],
  calcomBookings: [],
  company: null,
  related: [],
  erasureId: null,
};

/** Where people are erased: their rows keep what reports are made of, and nothing that says whose they were. */
@Injectable()
export class ErasureDesk {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(ErasedPeople) private readonly erased: ErasedPeople,
    @Inject(Sweeper) private readonly sweeper: Sweeper,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Erases everything the record holds of a person, remembers keyed hashes of what identified them, and publishes that, all
   * in one transaction; or, as a dry run, counts. While it runs nothing is written about anybody of that company.
   */
  async erase(request: EraseCustomer): Promise<EraseCustomerReply> {
    const { key } = this.erased;
    const asked = askedBy(request.customer);
    if (!asked) return { ...nobody, result: 'unknown' };
    if (!key) return { ...nobody, result: 'no_key' };
    const { manager } = this.dataSource;
    const first = await findPerson(manager, asked, request.company);
    if (first.result === 'unknown') return this.erasedBefore(asked, request.company);
    if (first.result !== 'found') return { ...nobody, result: 'ambiguous', candidates: [...first.candidates] };
    if (request.dryRun) return this.answer(manager, first.person, { result: 'previewed', erasureId: null });

    const reply = await inTransaction(this.dataSource, async (tx) => {
      await this.erased.keepOthersOut(tx, first.person.company);
      const found = await findPerson(tx, asked, first.person.company); // as it stands, now that nobody writes
      if (found.result !== 'found') return { ...nobody, result: 'erased_before' as const };
      return this.eraseNow(tx, found.person, request);
    });
    if (reply.result !== 'erased' || reply.erasureId === null) return reply;
    peopleErased.inc({ company: first.person.company });
    const swept = await this.sweeper.sweep(reply.erasureId);
    return { ...reply, counts: { ...reply.counts, ...(swept > 0 && { outbox: swept }) } };
  }

  /** Does what an event says that somebody was erased: the same act, told again, or told to a record that was built anew. */
  async follow(tx: EntityManager, { company, data }: Event<CustomerErased>): Promise<void> {
    if (data.keyFingerprint !== this.erased.key?.fingerprint)
      throw new PermanentError('erasure_key_differs', 'somebody was erased with another ERASURE_KEY than this one');
    await this.erased.keepOthersOut(tx, company);
    await this.carryOut(tx, company, data, { actor: null, why: null });
  }

  private async eraseNow(tx: EntityManager, person: Person, request: EraseCustomer): Promise<EraseCustomerReply> {
    const { key } = this.erased;
    if (!key) throw new ErasureKeyWrong('ERASURE_KEY is not set');
    const { company, callIds, appointmentIds } = person;
    const erasedAt = this.clock.now();
    const data: CustomerErased = {
      erasureId: request.actId,
      callIds: [...callIds],
      appointmentIds: [...appointmentIds],
      hashes: hashesOf(person, await identitiesOfPerson(tx, person), key),
      keyFingerprint: key.fingerprint,
      erasedAt: erasedAt.toISOString(),
    };
    const answer = await this.answer(tx, person, { result: 'erased', erasureId: data.erasureId });
    const counts = await this.carryOut(tx, company, data, request);
    await this.outbox.add(
      tx,
      createEvent(CustomerErased, data, {
        id: derivedId(CustomerErased.type, data.erasureId),
        company,
        time: erasedAt,
        correlationId: data.erasureId,
      }),
    );
    return { ...answer, counts };
  }

  private async carryOut(
    tx: EntityManager,
    company: string,
    { erasureId, callIds, appointmentIds, hashes, keyFingerprint, erasedAt: time }: CustomerErased,
    { actor, why }: { readonly actor: string | null; readonly why: string | null },
  ): Promise<Record<string, number>> {
    const { key } = this.erased;
    if (!key) throw new ErasureKeyWrong('ERASURE_KEY is not set');
    const erasedAt = new Date(time);
    await this.erased.settleKey(tx, keyFingerprint);
    await this.erased.remember(tx, company, hashes, erasedAt);
    const customerHashes = hashes.filter(({ kind }) => kind === 'customer').map(({ hash }) => hash);
    const rows: RowsToErase = { company, callIds, appointmentIds, customerHashes, erasureId, erasedAt };
    const counts = await eraseRows(tx, rows, key);
    await tx.query(
      `INSERT INTO records.erasures (id, company, erased_at, erased_by, why, call_ids, appointment_ids, hashes)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`,
      [erasureId, company, erasedAt, actor, why, callIds, appointmentIds, JSON.stringify(hashes)],
    );
    return counts;
  }

  /** What is, or would be, erased, and what only the providers can delete. */
  private async answer(
    db: EntityManager,
    person: Person,
    answered: Pick<EraseCustomerReply, 'result' | 'erasureId'>,
  ): Promise<EraseCustomerReply> {
    const { key } = this.erased;
    if (!key) throw new ErasureKeyWrong('ERASURE_KEY is not set');
    const { company, customerIds, callIds, appointmentIds } = person;
    const now = this.clock.now();
    const identities = await identitiesOfPerson(db, person);
    const customerHashes = customerIds.map((id) => key.hash(company, 'customer', id));
    const rows = { company, callIds, appointmentIds, customerHashes, erasureId: nobodysId, erasedAt: now };
    return {
      ...answered,
      company,
      candidates: [],
      counts: await countRows(db, rows, key),
      retellCallIds: identities.retellCallIds.filter((id) => !id.startsWith('erased:')),
      calcomBookings: await bookingsAtProvider(db, person, now),
      related: await relatedTo(db, person),
    };
  }

  /** Nobody is known by that: perhaps because the person was erased. What a crash may have left in the outbox goes now. */
  private async erasedBefore(asked: Asked, company: string | null): Promise<EraseCustomerReply> {
    const { key } = this.erased;
    const kind = ({ id: 'customer', number: 'number', email: 'email' } as const)[asked.by];
    const companies = (await this.dataSource.query(
      'SELECT DISTINCT company FROM records.erased WHERE $1::text IS NULL OR company = $1',
      [company],
    )) as { company: string }[];
    const told = companies.map((one) => ({ ...one, kind, value: asked.value, at: new Date(0) }));
    const known = key ? await inTransaction(this.dataSource, (tx) => this.erased.among(tx, told)) : new Set<object>();
    if (known.size === 0) return { ...nobody, result: 'unknown' };
    await this.sweeper.sweepAll();
    return { ...nobody, result: 'erased_before' };
  }
}

const nobodysId = '00000000-0000-0000-0000-000000000000';

/**
 * Customers who may be the same person: an appointment of theirs belongs to one of the person's calls, or they have an address
 * that the person has or gave for an appointment. Who rings and also books on the web page is two customers.
 */
async function relatedTo(db: EntityManager, { company, customerIds, appointmentIds }: Person): Promise<string[]> {
  const rows = (await db.query(
    `WITH emails AS (
       SELECT lower(email) AS email FROM records.customers WHERE id = ANY ($2) AND NOT email_is_placeholder
       UNION SELECT lower(attendee ->> 'email') FROM records.appointments, unnest(ARRAY[attendee_as_said, attendee_as_booked]) attendee
       WHERE id = ANY ($1))
     SELECT customer_id AS id FROM records.appointments WHERE id = ANY ($1) AND customer_id <> ALL ($2)
     UNION SELECT coalesce(other.represented_by, other.id) FROM records.customers other JOIN emails ON lower(other.email) = emails.email
     WHERE other.company = $3 AND NOT other.email_is_placeholder AND other.id <> ALL ($2)
     ORDER BY id`,
    [appointmentIds, customerIds, company],
  )) as { id: string }[];
  return rows.map(({ id }) => id);
}
