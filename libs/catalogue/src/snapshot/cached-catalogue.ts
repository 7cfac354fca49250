import { WakeUp } from '@callbook/database';
import { gauge } from '@callbook/observability';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions';
import { catalogueChannel } from '../import/import-catalogue';
import { loadRows, loadVersion } from '../rows/load-rows';
import { Catalogue } from './catalogue';
import { CatalogueSource } from './catalogue-source';

/** The net below the announcements: how often the version is asked for. */
const pollMs = 30_000;

const version = gauge({ name: 'callbook_catalogue_version', help: 'Version of the catalogue this process uses.' });

/** Keeps the newest catalogue in memory, and the last good one while the database is away. */
@Injectable()
export class CachedCatalogue extends CatalogueSource implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(CachedCatalogue.name);
  private readonly changes: WakeUp;
  private catalogue: Catalogue | undefined;
  private refreshing: Promise<void> | undefined;
  private askedAgain = false;

  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {
    super();
    const { url = '' } = dataSource.options as PostgresDataSourceOptions;
    this.changes = new WakeUp({ url, channel: catalogueChannel, pollMs, onWake: () => void this.refresh() });
  }

  current(): Catalogue {
    if (!this.catalogue) throw new Error('The catalogue is loaded when modules are initialised: not asked for before.');
    return this.catalogue;
  }

  /** An app without a catalogue cannot do its job, so a first load that fails fails the start. */
  async onModuleInit(): Promise<void> {
    await this.load();
    this.changes.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.changes.stop();
    await this.refreshing;
  }

  /** Takes over another version if there is one. Never fails. Asked for meanwhile, it looks once more afterwards. */
  refresh(): Promise<void> {
    this.askedAgain = true;
    this.refreshing ??= this.refreshUntilNobodyAsks().finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }

  private async refreshUntilNobodyAsks(): Promise<void> {
    while (this.askedAgain) {
      this.askedAgain = false;
      try {
        if ((await loadVersion(this.dataSource)) !== this.catalogue?.version) await this.load();
      } catch (error) {
        this.logger.warn(`catalogue stays at version ${this.catalogue?.version}: ${(error as Error).message}`);
      }
    }
  }

  private async load(): Promise<void> {
    this.catalogue = new Catalogue(await loadRows(this.dataSource));
    version.set(this.catalogue.version);
    this.logger.log(`catalogue is at version ${this.catalogue.version}`);
  }
}
