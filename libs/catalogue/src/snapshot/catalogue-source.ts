import type { Catalogue } from './catalogue';

/** Where an app gets the catalogue from. Ask each time it is needed: the answer changes with every import. */
export abstract class CatalogueSource {
  abstract current(): Catalogue;
}
