import { catalogueFromFile, type Catalogue, CatalogueSource } from '@callbook/catalogue';

/** A German salon and an English practice in one Retell workspace: both keys are the same. */
export const catalogueFile = `
companies:
  salon-lindenhof:
    name: Salon Lindenhof
    timeZone: Europe/Berlin
    language: de
    country: DE
    referencePrefix: LIND
    retell: { agents: [agent_salon], webhookKeys: [env:RETELL_WEBHOOK_KEY_NEXT, env:RETELL_WEBHOOK_KEY] }
    calcom: { apiKey: env:CALCOM_API_KEY, webhookSecrets: [env:CALCOM_WEBHOOK_SECRET_NEXT, env:CALCOM_WEBHOOK_SECRET] }
    branches: {}
    staff:
      mehmet: { name: Mehmet Kaya, email: mehmet.kaya@salon-lindenhof.example, calcomUserId: 1002 }
    services:
      herrenhaarschnitt:
        name: { de: Herrenhaarschnitt, en: Men's haircut }
        minutes: 30
        price: 32.00 EUR
        calcomEventType: 2001
        staff: { mehmet: }
      faerben:
        name: { de: Färben, en: Colouring }
        minutes: 90
        calcomEventType: 2004
        staff: { mehmet: }
  praxis-am-markt:
    name: Praxis am Markt
    timeZone: Europe/Berlin
    language: en
    country: DE
    referencePrefix: MARK
    retell: { agents: [agent_praxis], webhookKeys: [env:RETELL_WEBHOOK_KEY] }
    calcom: { apiKey: env:CALCOM_API_KEY, webhookSecrets: [env:CALCOM_WEBHOOK_SECRET] }
    branches: {}
    staff:
      lena: { name: Dr. Lena Vogt, email: lena.vogt@praxis-am-markt.example, calcomUserId: 1101 }
    services:
      erstgespraech:
        name: { de: Erstgespräch, en: First consultation }
        minutes: 30
        calcomEventType: 2101
        staff: { lena: }
`;

export class FixedCatalogue extends CatalogueSource {
  private readonly catalogue = catalogueFromFile(catalogueFile);

  current(): Catalogue {
    return this.catalogue;
  }
}
