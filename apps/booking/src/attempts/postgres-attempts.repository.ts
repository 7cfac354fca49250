import { ErasedPeople, inTransaction } from '@callbook/database';
import type { Outbox } from '@callbook/outbox';
import { isUUID as isUuid } from 'class-validator';
import type { DataSource, EntityManager } from 'typeorm';
import { isCurrent, lockChain, rootOf, storeChain } from '../chains/chain-rows.repository';
import type { ChainReading } from '../chains/chains';
import type { Clock } from '../clock/clock';
import { isOfErasedPerson } from '../privacy/erased-events.repository';
import { type Attempt, type BookingAttempt, type ChangeAttempt, isClosed, isOpen } from './attempt';
import { isJoinNews, joined, moved, openedAttempt, settled, withdrawn } from './attempt-changes';
import { insertAttempt, selectAttempts, takeDueAttempts, writeAttempt } from './attempt-rows.repository';
import { Attempts, BeingUndone, ChainMovedOn, type Evidence, type Move, type Request } from './attempts';
import { decide } from './decide';
import type { Decision } from './decision';
import { decisionEvent } from './decision-event';
import { followBooking, lockAttempts } from './follow-booking.repository';
import { outcomeEvent } from './outcome-event';
import type { Settlement } from './settlement';
import { stillStands } from './still-stands';

/** Attempts in PostgreSQL: one lock per call while it is decided, compare-and-set for every step. */
export class PostgresAttempts extends Attempts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    /** How long whoever opened a round has before the clock goes on with it. Milliseconds. */
    private readonly beginWithinMs: number,
    private readonly erased: ErasedPeople = new ErasedPeople('booking', null),
  ) {
    super();
  }

  async take(request: Request): Promise<Attempt | undefined> {
    const { id: functionCallId, company, data } = request;
    return inTransaction(this.dataSource, async (tx) => {
      if (await isOfErasedPerson(tx, this.erased, request)) return undefined;
      await lockCall(tx, company, data.call.retellCallId);
      const known = await answeredBy(tx, functionCallId);
      if (known) return this.openRound(tx, known.attemptId);

      // Locked as well: a worker does not ask for the call's lock to make a step.
      const rest = 'WHERE company = $1 AND retell_call_id = $2 ORDER BY seq FOR UPDATE';
      const decision = decide(request, await selectAttempts(tx, rest, [company, data.call.retellCallId]));
      const attempt = await this.carryOut(tx, request, decision);
      await tx.query(
        'INSERT INTO booking.attempt_function_calls (function_call_id, attempt_id, joined_at) VALUES ($1, $2, $3)',
        [functionCallId, attempt?.id ?? null, this.clock.now()],
      );
      const answer = decisionEvent(request, decision, this.clock.now());
      if (answer) await this.outbox.add(tx, answer);
      return attempt && isOpen(attempt) ? attempt : undefined;
    });
  }

  async byId(company: string, attemptId: string): Promise<Attempt | undefined> {
    if (!isUuid(attemptId)) return undefined; // anybody can write anything into metadata
    const [attempt] = await selectAttempts(this.dataSource.manager, 'WHERE company = $1 AND id = $2', [
      company,
      attemptId,
    ]);
    return attempt;
  }

  async ofOtherCalls({ company, request }: BookingAttempt): Promise<BookingAttempt[]> {
    const others = await selectAttempts(
      this.dataSource.manager,
      `WHERE company = $1 AND operation = 'book' AND service_id = $2 AND start_at = $3 AND retell_call_id <> $4
         AND state <> 'refused' AND ended_at IS NULL
       ORDER BY seq`,
      [company, request.service.id, request.start, request.call.retellCallId],
    );
    return others.filter((attempt): attempt is BookingAttempt => attempt.operation === 'book');
  }

  async openChanges(company: string, rootUid: string): Promise<ChangeAttempt[]> {
    return openChangesOf(this.dataSource.manager, company, rootUid);
  }

  async move<A extends Attempt>(attempt: A, move: Move, evidence: Evidence): Promise<A> {
    const now = this.clock.now();
    return inTransaction(this.dataSource, (tx) =>
      writeAttempt(tx, attempt, moved(attempt, move, now), { now, evidence }),
    );
  }

  async schedule({ id, version }: Attempt, dueAt: Date | null): Promise<void> {
    await this.dataSource.query('UPDATE booking.attempts SET due_at = $3 WHERE id = $1 AND version = $2', [
      id,
      version,
      dueAt,
    ]);
  }

  takeDue(due: { readonly now: Date; readonly until: Date; readonly limit: number }): Promise<Attempt[]> {
    return takeDueAttempts(this.dataSource.manager, due);
  }

  async settle(attempt: Attempt, settlement: Settlement, dueAt: Date | null): Promise<void> {
    const { company, request, progress } = attempt;
    const reading = 'reading' in settlement ? settlement.reading : undefined;
    const replaced = settlement.kind === 'booked' ? progress.replaces : [];
    await inTransaction(this.dataSource, async (tx) => {
      // With the call locked, a function call joins either before this outcome, and is named in it, or after it.
      await lockCall(tx, company, request.call.retellCallId);
      // First attempts, then the chain: whoever takes a reading of a chain takes them in this order too.
      await lockAttempts(tx, [attempt.id, ...replaced, ...(reading?.fact.requestId ? [reading.fact.requestId] : [])]);
      if (settlement.kind === 'already_booked') await mustStillStand(tx, attempt, settlement.calcomUid);
      const now = this.clock.now();
      const evidence = evidenceOf(settlement);
      const after = await writeAttempt(tx, attempt, settled(attempt, settlement, dueAt, now), { now, evidence });
      const functionCallIds = await functionCallsOf(tx, attempt.id);
      const revision = reading ? await store(tx, company, reading, { kind: settlement.kind, now }) : 0;
      for (const id of replaced) {
        const [other] = await selectAttempts(tx, 'WHERE id = $1', [id]);
        if (other) await this.withdraw(tx, other, { replacedBy: attempt.id });
      }
      await this.outbox.add(tx, outcomeEvent(after, settlement, { functionCallIds, revision, now }));
    });
  }

  /** @returns the round the function call belongs to from now on */
  private async carryOut(tx: EntityManager, request: Request, decision: Decision): Promise<Attempt | undefined> {
    const now = this.clock.now();
    const evidence = { functionCallId: request.id };
    switch (decision.kind) {
      case 'wait':
        throw new BeingUndone();
      case 'open': {
        for (const other of decision.withdraws) await this.withdraw(tx, other, evidence);
        const attempt = openedAttempt(request, decision, now, this.beginWithinMs);
        await insertAttempt(tx, attempt, evidence);
        return decision.givenUp ? this.withdraw(tx, attempt, evidence) : attempt;
      }
      case 'withdraw':
        return this.withdraw(tx, decision.attempt, evidence);
      case 'join': {
        const { attempt, wantedAgain } = decision;
        if (isClosed(attempt) || !isJoinNews(attempt, request, wantedAgain)) return attempt;
        return writeAttempt(tx, attempt, joined(attempt, request, wantedAgain), { now, evidence });
      }
      case 'ask_back':
      case 'nothing_to_change':
        return undefined;
    }
  }

  private async withdraw(tx: EntityManager, attempt: Attempt, evidence: Evidence): Promise<Attempt> {
    const now = this.clock.now();
    const change = withdrawn(attempt, now);
    return change ? writeAttempt(tx, attempt, change, { now, evidence: { ...evidence, withdrawn: true } }) : attempt;
  }

  private async openRound(tx: EntityManager, attemptId: string | null): Promise<Attempt | undefined> {
    const [attempt] = await selectAttempts(tx, 'WHERE id = $1', [attemptId]);
    return attempt && isOpen(attempt) ? attempt : undefined;
  }
}

/** Until the transaction ends, nobody else decides anything about this call. */
async function lockCall(tx: EntityManager, company: string, retellCallId: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`${company}/${retellCallId}`]);
}

async function answeredBy(
  tx: EntityManager,
  functionCallId: string,
): Promise<{ readonly attemptId: string | null } | undefined> {
  const [row] = (await tx.query(
    'SELECT attempt_id AS "attemptId" FROM booking.attempt_function_calls WHERE function_call_id = $1',
    [functionCallId],
  )) as { attemptId: string | null }[];
  return row;
}

async function openChangesOf(tx: EntityManager, company: string, rootUid: string): Promise<ChangeAttempt[]> {
  const changes = await selectAttempts(
    tx,
    `WHERE company = $1 AND operation <> 'book' AND request -> 'target' ->> 'rootUid' = $2 AND settled_at IS NULL
     ORDER BY seq`,
    [company, rootUid],
  );
  return changes.filter((attempt): attempt is ChangeAttempt => attempt.operation !== 'book');
}

/**
 * The chain stays locked, so that its end is told after this, and closes this round too.
 * @throws ChainMovedOn
 */
async function mustStillStand(tx: EntityManager, { company, request }: Attempt, uid: string): Promise<void> {
  const rootUid = await rootOf(tx, company, uid);
  const chain = rootUid === undefined ? undefined : await lockChain(tx, company, rootUid);
  if (!chain) return; // booked by somebody else, and not heard of yet
  const changes = await openChangesOf(tx, company, chain.fact.rootUid);
  if (!stillStands(chain.fact, request, changes)) throw new ChainMovedOn();
}

async function functionCallsOf(tx: EntityManager, attemptId: string): Promise<string[]> {
  const rows = (await tx.query(
    'SELECT function_call_id FROM booking.attempt_function_calls WHERE attempt_id = $1 ORDER BY joined_at, function_call_id',
    [attemptId],
  )) as { function_call_id: string }[];
  return rows.map(({ function_call_id }) => function_call_id);
}

/**
 * An outcome is told even when it is no news about the chain; but never an older state than is known: then it is looked at
 * again. Nothing is known of a chain before the attempt that booked it is settled.
 */
async function store(
  tx: EntityManager,
  company: string,
  reading: ChainReading,
  { kind, now }: { readonly kind: Settlement['kind']; readonly now: Date },
): Promise<number> {
  const { rootUid, requestId, status } = reading.fact;
  const stored = await lockChain(tx, company, rootUid);
  if (kind === 'changed' && !(await isCurrent(tx, company, reading, stored))) {
    throw new ChainMovedOn();
  }
  const revision = await storeChain(tx, company, reading, { stored, now });
  if (kind === 'changed') await followBooking(tx, { company, rootUid, requestId, status, now });
  return revision;
}

function evidenceOf(settlement: Settlement): Evidence {
  switch (settlement.kind) {
    case 'booked':
    case 'changed':
      return { uid: settlement.reading.fact.calcomUid, hostReadFrom: settlement.reading.fact.hostReadFrom };
    case 'already_booked':
      return { uid: settlement.calcomUid };
    default:
      return { reason: settlement.reason, providerText: settlement.providerText };
  }
}
