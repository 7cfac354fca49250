import { catalogueFromFile, type CatalogueSource } from '@callbook/catalogue';

/** Every way in which services and people can stand for event types. */
const catalogue = catalogueFromFile(`
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
      herrenhaarschnitt: # Mehmet's, with an event type for Anna
        name: { de: Herrenhaarschnitt, en: Men's haircut }
        minutes: 30
        calcomEventType: 2001
        staff: { mehmet: , anna: { calcomEventType: 2011 } }
      bartpflege: # a team's
        name: { de: Bartpflege, en: Beard trim }
        minutes: 30
        calcomEventType: 2051
        hostSubsets: true
        staff: { mehmet: , sofia: }
      manikuere: # a team's, of which the catalogue knows one person
        name: { de: Maniküre, en: Manicure }
        minutes: 30
        calcomEventType: 2071
        hostSubsets: true
        staff: { sofia: }
      farbe: # two people on an event type that takes no choice
        name: { de: Farbe, en: Colour }
        minutes: 60
        calcomEventType: 2004
        staff: { anna: , sofia: }
      dauerwelle:
        name: { de: Dauerwelle, en: Perm }
        segments:
          - { key: wickeln, minutes: 45, calcomEventType: 2021, staff: sofia }
          - { key: einwirken, minutes: 20 }
          - { key: fixieren, minutes: 30, calcomEventType: 2022, staff: sofia }
          - { key: finish, minutes: 30, calcomEventType: 2023, staff: anna }
`);

export const salon = 'salon-lindenhof';
export const source: CatalogueSource = { current: () => catalogue };
export const service = (key: string) => catalogue.findService(salon, key)!;
export const staffId = (name: string) => catalogue.findStaff(salon, name)!.id;
