import { type Hint, type HintFinding, Hints, statusesInOrder } from '@callbook/booking/use-cases';
import type { CalendarNotified, Event } from '@callbook/contracts';

interface Waiting extends Hint {
  readonly dueAt: number;
}

/** Looks that are owed, without a database: one for each uid. */
export class InMemoryHints extends Hints {
  readonly findings: { readonly hint: Hint; readonly kind: HintFinding; readonly detail?: string }[] = [];
  private readonly waiting = new Map<string, Waiting>();

  get nextDueAt(): number | undefined {
    const times = [...this.waiting.values()].map(({ dueAt }) => dueAt);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  async add({ id, company, data }: Event<CalendarNotified>, dueAt: Date): Promise<void> {
    const { uid, previousUid = null, trigger, expectedStatus = null, source } = data;
    const mustLook = source === 'list' || expectedStatus === null;
    const known = this.waiting.get(uid);
    const at = dueAt.getTime();
    this.waiting.set(uid, {
      company,
      uid,
      previousUid: previousUid ?? known?.previousUid ?? null,
      trigger,
      expectedStatus: furthest(known?.expectedStatus ?? null, expectedStatus),
      mustLook: mustLook || known?.mustLook === true,
      messageId: id,
      looks: 0,
      failures: 0,
      dueAt: known ? Math.min(known.dueAt, at) : at,
    });
  }

  async takeDue({ now, until, limit }: { now: Date; until: Date; limit: number }): Promise<Hint[]> {
    const due = [...this.waiting.values()]
      .filter(({ dueAt }) => dueAt <= now.getTime())
      .sort((a, b) => a.dueAt - b.dueAt)
      .slice(0, limit);
    for (const hint of due) this.waiting.set(hint.uid, { ...hint, dueAt: until.getTime() });
    return due;
  }

  async done(hint: Hint): Promise<void> {
    if (this.isStill(hint)) this.waiting.delete(hint.uid);
  }

  async lookAgain(hint: Hint, dueAt: Date, failure?: string): Promise<void> {
    const [looks, failures] = failure === undefined ? [1, 0] : [0, 1];
    this.putOff(hint, dueAt, { looks: hint.looks + looks, failures: hint.failures + failures });
  }

  async wait(hint: Hint, dueAt: Date): Promise<void> {
    this.putOff(hint, dueAt, {});
  }

  async report(hint: Hint, { kind, detail }: { kind: HintFinding; detail?: string }): Promise<void> {
    this.findings.push({ hint, kind, ...(detail !== undefined && { detail }) });
    if (this.isStill(hint)) this.waiting.delete(hint.uid);
  }

  private putOff(hint: Hint, dueAt: Date, change: Partial<Hint>): void {
    const known = this.waiting.get(hint.uid);
    if (known && this.isStill(hint)) this.waiting.set(hint.uid, { ...known, ...change, dueAt: dueAt.getTime() });
  }

  /** A look ends only the hints it has seen. */
  private isStill({ uid, messageId }: Hint): boolean {
    return this.waiting.get(uid)?.messageId === messageId;
  }
}

function furthest(known: Hint['expectedStatus'], told: Hint['expectedStatus']): Hint['expectedStatus'] {
  if (known === null || told === null) return known ?? told;
  const place = (status: NonNullable<Hint['expectedStatus']>) => (statusesInOrder as readonly string[]).indexOf(status);
  return place(told) > place(known) ? told : known;
}
