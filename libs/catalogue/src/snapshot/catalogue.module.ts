import { type DynamicModule, Global, Module } from '@nestjs/common';
import { SecretResolver } from '../secrets/secret-resolver';
import { CachedCatalogue } from './cached-catalogue';
import { CatalogueSource } from './catalogue-source';

export interface CatalogueModuleOptions {
  /** Where `env:` references are looked up; none by default. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /**
   * Exports `LastGoodCatalogue`, where a copy is kept: the app starts without a database that answers. Without it, by
   * default, such a start fails.
   */
  readonly lastGood?: DynamicModule;
}

@Global()
@Module({})
export class CatalogueModule {
  /**
   * Provides `CatalogueSource` and `SecretResolver`, and is part of readiness. Needs `DatabaseModule`, whose role may
   * read `catalogue`, and `Health`.
   */
  static forRoot({ environment = {}, lastGood }: CatalogueModuleOptions = {}): DynamicModule {
    return {
      module: CatalogueModule,
      imports: lastGood ? [lastGood] : [],
      providers: [
        { provide: CatalogueSource, useClass: CachedCatalogue },
        { provide: SecretResolver, useValue: new SecretResolver(environment) },
      ],
      exports: [CatalogueSource, SecretResolver],
    };
  }
}
