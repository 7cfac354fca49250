import { catalogueFromFile, type CatalogueSource } from '@callbook/catalogue';
import { salonCatalogue } from '@callbook/testing';

/** One of whoever is free, and one that the salon confirms. */
const more = `
      bartpflege:
        name: { de: Bartpflege, en: Beard trim }
        price: 22.00 EUR
        minutes: 30
        calcomEventType: 2051
        staff: { mehmet: }
      haarverlaengerung:
        name: { de: Haarverlängerung, en: Hair extensions }
        price: 240.00 EUR
        minutes: 120
        calcomEventType: 2041
        staff: { anna: }`;

const catalogue = catalogueFromFile(salonCatalogue.replace(/^ {4}services:$/m, `    services:${more}`));

export const catalogueSource: CatalogueSource = { current: () => catalogue };
