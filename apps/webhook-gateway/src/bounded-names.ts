/** As the providers write their events: `call_started`, `BOOKING_CREATED`. */
const harmless = /^(?=.{1,40}$)([a-z][a-z0-9_]*|[A-Z][A-Z0-9_]*)$/;

/** Names from outside as metric labels: the first ones seen keep theirs, all others share `other`. */
export class BoundedNames {
  private readonly seen: Set<string>;

  /** @param limit how many names there may be, the known ones included */
  constructor(
    known: readonly string[],
    private readonly limit: number,
  ) {
    this.seen = new Set(known);
  }

  labelOf(name: string): string {
    if (this.seen.has(name)) return name;
    if (this.seen.size >= this.limit || !harmless.test(name)) return 'other';
    this.seen.add(name);
    return name;
  }
}
