import { type Catalogue, catalogueFromFile } from '@callbook/catalogue';

/** Of the two branches of the company in this place. */
export function branchNumber(place: number, branch: number): string {
  return `+4930${String(10_000_000 + place * 10 + branch)}`;
}

export const agentOf = (company: string): string => `agent_${company}`;

/**
 * A salon for each history, all alike: an ordinary service, a composite one without a price, and people who can be told apart by Cal.com's
 * user id, by e-mail address, and not at all.
 */
export function salonsNamed(companies: readonly string[]): Catalogue {
  return catalogueFromFile(JSON.stringify({ companies: Object.fromEntries(companies.map(salon)) }));
}

function salon(company: string, place: number): [string, object] {
  const openingHours = { tuesday: '09:00-18:30' };
  return [
    company,
    {
      name: `Salon ${company}`,
      timeZone: 'Europe/Berlin',
      language: 'de',
      country: 'DE',
      referencePrefix: 'LIND',
      retell: { agents: [agentOf(company)], webhookKeys: ['env:RETELL_WEBHOOK_KEY'] },
      calcom: { apiKey: 'env:CALCOM_API_KEY', webhookSecrets: ['env:CALCOM_WEBHOOK_SECRET'] },
      branches: {
        mitte: { name: 'Mitte', phoneNumbers: [branchNumber(place, 0)], openingHours },
        nord: { name: 'Nord', phoneNumbers: [branchNumber(place, 1)], openingHours },
      },
      staff: {
        anna: { name: 'Anna Berger', email: 'anna@salon.example', calcomUserId: 1001 },
        mehmet: { name: 'Mehmet Kaya', email: 'mehmet@salon.example', calcomUserId: 1002 },
        sofia: { name: 'Sofia Brandt', email: 'sofia@salon.example' },
        kim: { name: 'Kim Roth', email: 'desk@salon.example' },
        alex: { name: 'Alex Roth', email: 'desk@salon.example' },
      },
      services: {
        herrenhaarschnitt: {
          name: { de: 'Herrenhaarschnitt', en: "Men's haircut" },
          price: '32.00 EUR',
          minutes: 30,
          calcomEventType: 2001,
          staff: { mehmet: null },
        },
        dauerwelle: {
          name: { de: 'Dauerwelle', en: 'Perm' },
          segments: [
            { key: 'wickeln', minutes: 45, calcomEventType: 2021, staff: 'sofia' },
            { key: 'einwirken', minutes: 20 },
            { key: 'fixieren', minutes: 30, calcomEventType: 2022, staff: 'anna' },
          ],
        },
      },
    },
  ];
}
