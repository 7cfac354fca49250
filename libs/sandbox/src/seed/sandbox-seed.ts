import { type CalcomEventType, type CalcomHost, type SandboxSeed, type WorkingHours } from './seed';

const timeZone = 'Europe/Berlin';

const salonHours: WorkingHours[] = [
  { days: ['Tuesday', 'Wednesday', 'Thursday', 'Friday'], startTime: '09:00', endTime: '18:30' },
  { days: ['Saturday'], startTime: '09:00', endTime: '14:00' },
];
const surgeryHours: WorkingHours[] = [
  { days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'], startTime: '08:00', endTime: '17:00' },
];

const SALON = 'salon-lindenhof';
const SURGERY = 'praxis-am-markt';

const ANNA = 1001;
const MEHMET = 1002;
const SOFIA = 1003;
const LENA = 1101;

const salon = (id: number, slug: string, title: string, lengthInMinutes: number, hostId: number): CalcomEventType => ({
  id,
  slug,
  title,
  lengthInMinutes,
  hostId,
  address: 'Salon Lindenhof (Sandbox), Musterstraße 12, 12345 Musterstadt',
});

const host = (
  company: string,
  id: number,
  name: string,
  username: string,
  workingHours: WorkingHours[],
): CalcomHost => ({
  id,
  company,
  name,
  email: `${username.replace('-', '.')}@${company}.example`,
  username,
  timeZone,
  workingHours,
});

/** An invented German salon and a second tenant. The sample catalogue names the same ids. */
export const sandboxSeed: SandboxSeed = {
  companies: [
    {
      slug: SALON,
      name: 'Salon Lindenhof',
      timeZone,
      agentId: 'agent_sandbox_lindenhof',
      agentName: 'Empfang Salon Lindenhof (Sandbox)',
      phoneNumber: '+493012345670',
      retellKey: 'key_sandbox_retell',
    },
    {
      slug: SURGERY,
      name: 'Praxis am Markt',
      timeZone,
      agentId: 'agent_sandbox_praxis',
      agentName: 'Empfang Praxis am Markt (Sandbox)',
      phoneNumber: '+493012345680',
      retellKey: 'key_sandbox_retell',
    },
  ],
  calcom: {
    apiKeys: [
      {
        key: 'cal_sandbox_key',
        user: {
          id: 1000,
          name: 'Callbook Sandbox',
          email: 'sandbox@callbook.example',
          username: 'callbook-sandbox',
          timeZone,
        },
        hostIds: [ANNA, MEHMET, SOFIA, LENA],
      },
    ],
    webhookSecret: 'sandbox-webhook-secret',
    hosts: [
      host(SALON, ANNA, 'Anna Berger', 'anna-berger', salonHours),
      host(SALON, MEHMET, 'Mehmet Kaya', 'mehmet-kaya', salonHours),
      host(SALON, SOFIA, 'Sofia Brandt', 'sofia-brandt', salonHours),
      host(SURGERY, LENA, 'Dr. Lena Vogt', 'lena-vogt', surgeryHours),
    ],
    eventTypes: [
      salon(2001, 'herrenhaarschnitt', 'Herrenhaarschnitt', 30, MEHMET),
      salon(2002, 'damenhaarschnitt', 'Damenhaarschnitt', 60, ANNA),
      salon(2003, 'waschen-und-foehnen', 'Waschen und Föhnen', 30, SOFIA),
      salon(2004, 'faerben', 'Färben', 90, ANNA),
      salon(2011, 'herrenhaarschnitt-anna', 'Herrenhaarschnitt bei Anna', 30, ANNA),
      salon(2012, 'damenhaarschnitt-sofia', 'Damenhaarschnitt bei Sofia', 60, SOFIA),
      salon(2021, 'dauerwelle-wickeln', 'Dauerwelle: Wickeln', 45, SOFIA),
      salon(2022, 'dauerwelle-fixieren', 'Dauerwelle: Fixieren', 30, SOFIA),
      salon(2023, 'dauerwelle-finish', 'Dauerwelle: Finish', 30, ANNA),
      {
        ...salon(2031, 'beratung-haarverlaengerung', 'Beratung Haarverlängerung', 30, ANNA),
        requiresConfirmation: true,
      },
      { ...salon(2099, 'beratung-mit-email', 'Beratung mit E-Mail', 15, MEHMET), emailRequired: true },
      {
        id: 2101,
        slug: 'erstgespraech',
        title: 'Erstgespräch',
        lengthInMinutes: 30,
        hostId: LENA,
        address: 'Praxis am Markt (Sandbox), Musterplatz 3, 12345 Musterstadt',
      },
    ],
  },
};
