import type { Catalogue } from './catalogue';

/** There is no catalogue yet: the database has not given one, and there is no copy of an earlier one. */
export class CatalogueMissing extends Error {
  override readonly name = 'CatalogueMissing';

  constructor() {
    super('no catalogue: the database has not given one yet, and there is no copy of an earlier one');
  }
}

/** Where an app gets the catalogue from. Ask each time it is needed: the answer changes with every import. */
export abstract class CatalogueSource {
  /** @throws CatalogueMissing, only in an app that starts without the database */
  abstract current(): Catalogue;
}
