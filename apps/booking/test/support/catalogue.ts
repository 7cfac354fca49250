import { catalogueFromFile, type CatalogueSource } from '@callbook/catalogue';

/** A salon with one service, a person's own variant of it, and a composite service. */
export const catalogueText = `
companies:
  salon-lindenhof:
    name: Salon Lindenhof
    timeZone: Europe/Berlin
    language: de
    country: DE
    referencePrefix: LIND
    retell: { agents: [agent_sandbox_lindenhof], webhookKeys: [env:RETELL_WEBHOOK_KEY] }
    calcom: { apiKey: env:CALCOM_API_KEY, webhookSecrets: [env:CALCOM_WEBHOOK_SECRET] }
    branches:
      lindenhof: { name: Salon Lindenhof, phoneNumbers: ['+49 30 12345670'], openingHours: { tuesday: 09:00-18:30 } }
    staff:
      anna: { name: Anna Berger, email: anna.berger@salon-lindenhof.example, calcomUserId: 1001 }
      mehmet: { name: Mehmet Kaya, email: mehmet.kaya@salon-lindenhof.example, calcomUserId: 1002 }
      sofia: { name: Sofia Brandt, email: sofia.brandt@salon-lindenhof.example, calcomUserId: 1003 }
    services:
      herrenhaarschnitt:
        name: { de: Herrenhaarschnitt, en: Men's haircut }
        price: 32.00 EUR
        minutes: 30
        calcomEventType: 2001
        staff: { mehmet: }
      dauerwelle:
        name: { de: Dauerwelle, en: Perm }
        price: 120.00 EUR
        segments:
          - { key: wickeln, minutes: 45, calcomEventType: 2021, staff: sofia }
          - { key: einwirken, minutes: 20 }
          - { key: fixieren, minutes: 30, calcomEventType: 2022, staff: sofia }
`;

const catalogue = catalogueFromFile(catalogueText);

export const catalogueSource: CatalogueSource = { current: () => catalogue };
