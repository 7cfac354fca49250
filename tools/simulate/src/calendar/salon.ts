import { catalogueFromFile, type CatalogueSource } from '@callbook/catalogue';
import { type SandboxSeed, sandboxSeed } from '@callbook/sandbox/world';

export const company = 'salon-lindenhof';
export const apiKey = 'cal_sandbox_key';

/** In the calendar and in the catalogue alike. UTC, for reckoning with other zones takes most of the time there is. */
const timeZone = 'UTC';

/** The sandbox's salon, always open. */
export const salon: SandboxSeed = {
  ...sandboxSeed,
  calcom: {
    ...sandboxSeed.calcom,
    hosts: sandboxSeed.calcom.hosts.map((host) => ({
      ...host,
      timeZone,
      workingHours: [
        {
          days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
          startTime: '06:00',
          endTime: '20:00',
        },
      ],
    })),
  },
};

const catalogue = catalogueFromFile(`
companies:
  ${company}:
    name: Salon Lindenhof
    timeZone: ${timeZone}
    language: en
    country: DE
    contactRule: ask
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
        aliases: [Herrenschnitt]
        price: 32.00 EUR
        minutes: 30
        calcomEventType: 2001
        staff: { mehmet: , anna: { calcomEventType: 2011 } }
      bartpflege:
        name: { de: Bartpflege, en: Beard trim }
        aliases: [Rasur]
        price: 22.00 EUR
        minutes: 30
        calcomEventType: 2051
        staff: { mehmet: { calcomEventType: 2052 }, sofia: { calcomEventType: 2053 } }
      haarverlaengerung:
        name: { de: Haarverlängerung, en: Hair extensions }
        aliases: [Extensions]
        price: 240.00 EUR
        minutes: 120
        calcomEventType: 2041
        staff: { anna: }
      beratung:
        name: { de: Beratung, en: Consultation }
        aliases: [Beratungsgespräch]
        price: 0.00 EUR
        minutes: 15
        calcomEventType: 2099
        staff: { mehmet: }
      dauerwelle:
        name: { de: Dauerwelle, en: Perm }
        aliases: [Permanent wave]
        price: 120.00 EUR
        segments:
          - { key: wickeln, minutes: 45, calcomEventType: 2021, staff: sofia }
          - { key: einwirken, minutes: 20 }
          - { key: fixieren, minutes: 30, calcomEventType: 2022, staff: sofia }
          - { key: finish, minutes: 30, calcomEventType: 2023, staff: anna }
`);

export const catalogues: CatalogueSource = { current: () => catalogue };
