import { type CalcomEventType, type TeamHosts } from './event-type';

export const ANNA = 1001;
export const MEHMET = 1002;
export const SOFIA = 1003;
export const LINDENHOF_TEAM = 3001;

const salon = (
  id: number,
  slug: string,
  title: string,
  lengthInMinutes: number,
  hostId: number,
  settings: Partial<CalcomEventType> = {},
): CalcomEventType => ({
  id,
  slug,
  title,
  lengthInMinutes,
  hostId,
  address: 'Salon Lindenhof (Sandbox), Musterstraße 12, 12345 Musterstadt',
  ...settings,
});

/** Mehmet or Sofia, whoever is free and was not the last one. */
const eitherOfTwo: TeamHosts = {
  teamId: LINDENHOF_TEAM,
  scheduling: 'roundRobin',
  hostIds: [MEHMET, SOFIA],
  rrHostSubsetEnabled: true,
};

export const salonEventTypes: CalcomEventType[] = [
  salon(2001, 'herrenhaarschnitt', 'Herrenhaarschnitt', 30, MEHMET),
  salon(2002, 'damenhaarschnitt', 'Damenhaarschnitt', 60, ANNA),
  salon(2003, 'waschen-und-foehnen', 'Waschen und Föhnen', 30, SOFIA),
  salon(2004, 'faerben', 'Färben', 90, ANNA),
  salon(2011, 'herrenhaarschnitt-anna', 'Herrenhaarschnitt bei Anna', 30, ANNA),
  salon(2012, 'damenhaarschnitt-sofia', 'Damenhaarschnitt bei Sofia', 60, SOFIA),
  salon(2021, 'dauerwelle-wickeln', 'Dauerwelle: Wickeln', 45, SOFIA),
  salon(2022, 'dauerwelle-fixieren', 'Dauerwelle: Fixieren', 30, SOFIA),
  salon(2023, 'dauerwelle-finish', 'Dauerwelle: Finish', 30, ANNA),
  salon(2031, 'beratung-haarverlaengerung', 'Beratung Haarverlängerung', 30, ANNA, { requiresConfirmation: true }),
  salon(2041, 'haarverlaengerung', 'Haarverlängerung', 120, ANNA, { requiresConfirmation: true }),
  salon(2051, 'bartpflege', 'Bartpflege', 30, MEHMET, { team: eitherOfTwo }),
  salon(2052, 'bartpflege-mehmet', 'Bartpflege bei Mehmet', 30, MEHMET),
  salon(2053, 'bartpflege-sofia', 'Bartpflege bei Sofia', 30, SOFIA),
  salon(2061, 'balayage-beratung', 'Balayage: Beratung', 15, ANNA),
  salon(2062, 'balayage-auftragen', 'Balayage: Auftragen', 45, ANNA),
  salon(2063, 'balayage-auswaschen', 'Balayage: Auswaschen', 15, SOFIA),
  salon(2064, 'balayage-schneiden', 'Balayage: Schneiden', 45, ANNA),
  salon(2065, 'balayage-finish', 'Balayage: Finish', 30, SOFIA),
  salon(2099, 'beratung-mit-email', 'Beratung mit E-Mail', 15, MEHMET, { emailRequired: true }),
];
