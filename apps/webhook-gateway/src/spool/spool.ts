import type { Event } from '@callbook/contracts';
import { Logger } from '@nestjs/common';
import type { Clock } from '../time/clock';
import { Backlog } from './backlog';
import { openSpoolFile } from './open-spool-file';
import { type SpoolError, SpoolDamaged, spoolError, SpoolUnusable } from './spool-errors';
import { type Entry, type Place, type SpoolFile } from './spool-file';
import { SpoolLock } from './spool-lock';
import { spoolAge, spooledEvents, spoolFailures, spoolsLost, spoolsSetAside, storedInSpool } from './spool-metrics';

export interface SpoolOptions {
  /** One file, on a local disk, for each replica. */
  readonly path: string;
  /** How large the file may become, in bytes. */
  readonly maxBytes: number;
}

interface Addition {
  readonly entry: Entry;
  readonly type: string;
  readonly resolve: () => void;
  readonly reject: (error: SpoolError) => void;
}

export interface Spooled {
  readonly place: Place;
  readonly event: Event<object>;
}

/** Events on this replica's disk that the broker has not confirmed yet, and copies of what it takes to accept them. */
export class Spool {
  private readonly logger = new Logger(Spool.name);
  private lock?: SpoolLock;
  private file?: SpoolFile;
  private backlog = new Backlog();
  private additions: Addition[] = [];
  /** Confirmed, but still on the disk. */
  private confirmed: Place[] = [];
  private failure?: SpoolError;
  private closed = false;

  constructor(
    private readonly options: SpoolOptions,
    private readonly clock: Clock,
  ) {}

  /** Opens the file if it is not open. @throws SpoolInUse, SpoolFull, SpoolUnusable */
  open(): void {
    this.opened();
  }

  /** Nothing waits: an event that goes to the broker directly overtakes no other. */
  get isClear(): boolean {
    return this.backlog.waitingCount === 0 && this.additions.length === 0;
  }

  /** Why nothing can be stored at the moment; undefined when, as far as is known, it can. */
  get trouble(): SpoolError | undefined {
    return this.failure;
  }

  get waitingCount(): number {
    return this.backlog.waitingCount;
  }

  /**
   * Resolves when the event is on the disk for good. Events that come while others are being written share the next
   * commit, for syncing is what takes time. @throws SpoolError
   */
  add(event: Event<object>, arrivedAt: Date): Promise<void> {
    const entry = { seq: null, arrivedAt: arrivedAt.getTime(), id: event.id, event: JSON.stringify(event) };
    return new Promise((resolve, reject) => {
      this.additions.push({ entry, type: event.type, resolve, reject });
      if (this.additions.length === 1) setImmediate(() => this.commit());
    });
  }

  /** The next event to forward; it stays where it is. @throws SpoolError */
  next(): Spooled | undefined {
    this.opened();
    this.backlog.release(this.clock.now().getTime());
    for (;;) {
      const place = this.backlog.first();
      if (!place) return undefined;
      try {
        return { place, event: JSON.parse(this.opened().read(place.seq)) as Event<object> };
      } catch (error) {
        if (!(error instanceof SpoolDamaged)) throw error;
        this.reopen();
      }
    }
  }

  /** The broker has it. It is not forwarded again, and removed with the next `sweep`. */
  done(place: Place): void {
    this.backlog.remove(place);
    this.confirmed.push(place);
  }

  /** The broker does not want it now; others may pass it until then. */
  hold(place: Place, until: Date): void {
    this.backlog.hold(place, until.getTime());
  }

  /** Whether there is something to do later: events held back, or confirmed ones that could not be removed. */
  get isUnfinished(): boolean {
    return this.backlog.heldCount > 0 || this.confirmed.length > 0;
  }

  /** Removes what was confirmed. What cannot be removed now will be later; it is not forwarded again by this process. */
  sweep(): void {
    if (this.confirmed.length === 0) return this.measure();
    try {
      this.opened().remove(this.confirmed.map(({ seq }) => seq));
      this.confirmed = [];
      this.failure = undefined;
    } catch (error) {
      this.logger.error(`confirmed events could not be removed from the spool: ${(error as Error).message}`);
    }
    this.measure();
  }

  /** The text that was kept under this name last. @throws SpoolError */
  copy(name: string): string | undefined {
    return this.opened().copy(name);
  }

  /** Replaces what was kept under this name. @throws SpoolError, and has changed nothing */
  keepCopy(name: string, content: string): void {
    this.opened().keepCopy(name, content);
  }

  /** What is in it stays for the next start. */
  close(): void {
    this.commit();
    this.closed = true;
    this.file?.close();
    this.lock?.release();
    this.file = undefined;
    this.lock = undefined;
  }

  private commit(): void {
    const additions = this.additions.splice(0);
    if (additions.length === 0) return;
    try {
      this.insert(additions.map(({ entry }) => entry));
      for (const { type, resolve } of additions) {
        storedInSpool.inc({ type });
        resolve();
      }
    } catch (thrown) {
      const error = this.failed(thrown);
      spoolFailures.inc({ reason: error.name }, additions.length);
      for (const { reject } of additions) reject(error);
    }
    this.measure();
  }

  private insert(entries: readonly Entry[]): void {
    try {
      for (const place of this.opened().insert(entries)) this.backlog.add(place);
    } catch (error) {
      if (!(error instanceof SpoolDamaged)) throw error;
      this.reopen();
      for (const place of this.opened().insert(entries)) this.backlog.add(place);
    }
    this.failure = undefined;
  }

  /** Damage was found while at work. */
  private reopen(): void {
    this.file?.close();
    this.file = undefined;
    this.opened();
  }

  private opened(): SpoolFile {
    if (this.closed) throw new SpoolUnusable('the spool is closed');
    try {
      return (this.file ??= this.openFile());
    } catch (error) {
      throw this.failed(error);
    }
  }

  /** It may fail many times a second; it is told once. */
  private failed(thrown: unknown): SpoolError {
    const error = spoolError(thrown);
    if (this.failure?.message !== error.message) this.logger.error(`only the broker can take events: ${error.message}`);
    return (this.failure = error);
  }

  private openFile(): SpoolFile {
    const { path, maxBytes } = this.options;
    this.lock ??= SpoolLock.take(path);
    const { file, setAside, wasLost } = openSpoolFile(path, { maxBytes, now: this.clock.now() });
    const confirmed = new Set(this.confirmed.map(({ seq }) => seq));
    this.backlog = new Backlog(file.places().filter(({ seq }) => !confirmed.has(seq)));
    this.failure = undefined;
    if (setAside) {
      spoolsSetAside.inc();
      this.logger.error(
        `the spool was damaged: it is now ${setAside.path}, and ${setAside.rescued} events of it will be forwarded. ` +
          'What else it holds, a person must look for.',
      );
    }
    if (wasLost) {
      spoolsLost.inc();
      this.logger.error(
        'the spool file was empty or gone where a spool had been: what waited in it is lost to this gateway. ' +
          'A person must look for it.',
      );
    }
    if (this.backlog.waitingCount > 0) this.logger.warn(`${this.backlog.waitingCount} events wait in the spool`);
    this.measure();
    return file;
  }

  private measure(): void {
    spooledEvents.set({ state: 'waiting' }, this.backlog.waitingCount);
    spooledEvents.set({ state: 'held' }, this.backlog.heldCount);
    const { oldest } = this.backlog;
    spoolAge.set(oldest === undefined ? 0 : Math.max(0, (this.clock.now().getTime() - oldest) / 1_000));
  }
}
