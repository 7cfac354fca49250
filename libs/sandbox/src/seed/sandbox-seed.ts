import { ANNA, LINDENHOF_TEAM, MEHMET, salonEventTypes, SOFIA } from './salon-event-types';
import { type CalcomHost, type SandboxSeed, type WorkingHours } from './seed';

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

const LENA = 1101;

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
    teams: [{ id: LINDENHOF_TEAM, slug: SALON, name: 'Team Lindenhof (Sandbox)' }],
    eventTypes: [
      ...salonEventTypes,
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
