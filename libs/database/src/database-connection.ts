import { setTimeout as pause } from 'node:timers/promises';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { atMost } from './at-most';
import { NoDatabase } from './no-database';

/** Between two tries; doubled after each. */
const firstPauseMs = 200;
const longestPauseMs = 5_000;
/** What an app that can do without the database waits for it all the same, so as not to begin in emergency. */
const briefStartMs = 2_000;
/** After that a shutdown no longer waits for the database to say goodbye. */
const closeWithinMs = 2_000;

/** An app's connection to the database, which may come later than the app. Once it is there the pool keeps it up. */
export class DatabaseConnection implements OnApplicationShutdown {
  private readonly logger = new Logger(DatabaseConnection.name);
  private readonly stopped = new AbortController();
  private listeners: (() => void)[] = [];
  private trying?: Promise<void>;

  /** @param dataSource until it is connected every query fails at once */
  constructor(readonly dataSource: DataSource) {}

  /** @throws NoDatabase after one try */
  open(): Promise<void> {
    return this.connect();
  }

  /** Resolves with the connection, or after two seconds; then it goes on trying, with pauses of up to five seconds. */
  async openWhenItCan(): Promise<void> {
    this.trying = this.keepTrying();
    await atMost(briefStartMs, this.trying);
  }

  /** Calls the listener once: now, if there is a connection, or when there is one. */
  onConnected(listener: () => void): void {
    if (this.dataSource.isInitialized) listener();
    else this.listeners.push(listener);
  }

  async onApplicationShutdown(): Promise<void> {
    this.listeners = [];
    this.stopped.abort();
    await atMost(closeWithinMs, this.close());
  }

  private async close(): Promise<void> {
    await this.trying;
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  private async keepTrying(): Promise<void> {
    const { signal } = this.stopped;
    let told: unknown;
    for (let pauseMs = firstPauseMs; !signal.aborted; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        await this.connect();
        if (told !== undefined) this.logger.log('the database is there');
        return this.tellListeners();
      } catch (error) {
        const why = codeOf(error);
        if (why !== told) this.logger.warn({ err: error }, 'the database is away: the app goes on, and keeps trying');
        told = why;
      }
      await pause(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async connect(): Promise<void> {
    try {
      await this.dataSource.initialize();
    } catch (error) {
      await this.dataSource.driver.disconnect().catch(() => undefined); // it may have got half of the way
      throw new NoDatabase(error);
    }
  }

  private tellListeners(): void {
    for (const listener of this.listeners.splice(0)) listener();
  }
}

/** What is told once: again only when there is another reason. */
function codeOf(error: unknown): string {
  const { code, name } = ((error as NoDatabase).cause ?? error) as { code?: string; name?: string };
  return code ?? name ?? 'unknown';
}
