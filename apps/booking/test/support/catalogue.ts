import { catalogueFromFile, type CatalogueSource } from '@callbook/catalogue';
import { salonCatalogue } from '@callbook/testing';

const catalogue = catalogueFromFile(salonCatalogue);

export const catalogueSource: CatalogueSource = { current: () => catalogue };
