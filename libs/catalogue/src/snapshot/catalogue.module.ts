import { type DynamicModule, Global, Module } from '@nestjs/common';
import { SecretResolver } from '../secrets/secret-resolver';
import { CachedCatalogue } from './cached-catalogue';
import { CatalogueSource } from './catalogue-source';

export interface CatalogueModuleOptions {
  /** Where `env:` references are looked up; none by default. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

@Global()
@Module({})
export class CatalogueModule {
  /** Provides `CatalogueSource` and `SecretResolver`. Needs a connected `DataSource`, whose role may read `catalogue`. */
  static forRoot({ environment = {} }: CatalogueModuleOptions = {}): DynamicModule {
    return {
      module: CatalogueModule,
      providers: [
        { provide: CatalogueSource, useClass: CachedCatalogue },
        { provide: SecretResolver, useValue: new SecretResolver(environment) },
      ],
      exports: [CatalogueSource, SecretResolver],
    };
  }
}
