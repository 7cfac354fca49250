import { DatabaseConnection, WakeUp } from '@callbook/database';
import { Health } from '@callbook/observability';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit, Optional } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions';
import { type CatalogueCopy, readCopy, writeCopy } from '../copy/catalogue-copy';
import { LastGoodCatalogue } from '../copy/last-good-catalogue';
import { catalogueChannel } from '../import/import-catalogue';
import { loadRows, loadVersion } from '../rows/load-rows';
import { Catalogue } from './catalogue';
import { catalogueSeen, catalogueVersion } from './catalogue-metrics';
import { CatalogueMissing, CatalogueSource } from './catalogue-source';

/** The net below the announcements: how often the version is asked for. */
const pollMs = 30_000;

/** Keeps the newest catalogue in memory, and the last good one while the database is away. */
@Injectable()
export class CachedCatalogue extends CatalogueSource implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(CachedCatalogue.name);
  private readonly changes: WakeUp;
  private catalogue: Catalogue | undefined;
  /** Not a copy's: versions of another database mean nothing. */
  private isFromDatabase = false;
  private refreshing: Promise<void> | undefined;
  private askedAgain = false;
  /** That it cannot be followed is told once an outage. */
  private lossTold = false;
  private stopped = false;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(DatabaseConnection) private readonly database: DatabaseConnection,
    @Inject(Health) private readonly health: Health,
    @Optional() @Inject(LastGoodCatalogue) private readonly lastGood?: LastGoodCatalogue,
  ) {
    super();
    const { url = '' } = dataSource.options as PostgresDataSourceOptions;
    this.changes = new WakeUp({ url, channel: catalogueChannel, pollMs, onWake: () => void this.refresh() });
  }

  current(): Catalogue {
    if (!this.catalogue) throw new CatalogueMissing();
    return this.catalogue;
  }

  /**
   * An app without a catalogue cannot do its job. One that has no place for a copy does not start then; one that has
   * starts, with the copy if there is one, and is not ready until there is a catalogue.
   */
  async onModuleInit(): Promise<void> {
    this.health.register({ name: 'catalogue', check: async () => void this.current() });
    try {
      await this.load();
    } catch (error) {
      if (!this.lastGood) throw error;
      this.takeLastGood(this.lastGood, error);
    }
    this.database.onConnected(() => this.changes.start()); // it looks at once, and from then on
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.changes.stop();
  }

  /** Takes over another version if there is one. Never fails. Asked for meanwhile, it looks once more afterwards. */
  refresh(): Promise<void> {
    this.askedAgain = true;
    this.refreshing ??= this.refreshUntilNobodyAsks().finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }

  private async refreshUntilNobodyAsks(): Promise<void> {
    while (this.askedAgain && !this.stopped) {
      this.askedAgain = false;
      try {
        const isNewest = this.isFromDatabase && (await loadVersion(this.dataSource)) === this.catalogue?.version;
        if (isNewest) catalogueSeen(new Date());
        else await this.load();
        this.lossTold = false;
      } catch (error) {
        if (!this.lossTold && !this.stopped) {
          this.logger.warn({ err: error }, `catalogue stays at version ${this.catalogue?.version ?? 'none'}`);
        }
        this.lossTold = true;
      }
    }
  }

  private async load(): Promise<void> {
    const loadedAt = new Date();
    const rows = await loadRows(this.dataSource);
    this.use({ rows, loadedAt });
    this.isFromDatabase = true;
    this.logger.log(`catalogue is at version ${rows.version}`);
    if (rows.version > 0) this.keep({ rows, loadedAt }); // nothing was imported yet: no copy worth an older one
  }

  private use({ rows, loadedAt }: CatalogueCopy): void {
    this.catalogue = new Catalogue(rows);
    catalogueVersion.set(rows.version);
    catalogueSeen(loadedAt);
  }

  private keep(copy: CatalogueCopy): void {
    if (this.stopped) return;
    try {
      this.lastGood?.write(writeCopy(copy));
    } catch (error) {
      this.logger.warn({ err: error }, 'no copy of the catalogue could be kept: a start without the database lacks it');
    }
  }

  /** @param why the database gave none */
  private takeLastGood(lastGood: LastGoodCatalogue, why: unknown): void {
    const copy = this.readLastGood(lastGood);
    if (!copy) {
      return this.logger.error(
        { err: why },
        'no catalogue, nor a copy of one: nothing can be done until the database is there',
      );
    }
    this.use(copy);
    const which = `version ${copy.rows.version}, loaded at ${copy.loadedAt.toISOString()}`;
    this.logger.warn({ err: why }, `catalogue is the last good copy: ${which}`);
  }

  private readLastGood(lastGood: LastGoodCatalogue): CatalogueCopy | undefined {
    try {
      const text = lastGood.read();
      return text === undefined ? undefined : readCopy(text);
    } catch (error) {
      this.logger.warn({ err: error }, 'the copy of the catalogue cannot be used: it counts as none');
      return undefined;
    }
  }
}
