const secrets = `
    retell: { agents: [AGENT], webhookKeys: [env:RETELL_WEBHOOK_KEY] }
    calcom: { apiKey: env:CALCOM_API_KEY, webhookSecrets: [env:CALCOM_WEBHOOK_SECRET] }`;

/** A salon with a composite service and two people who share an address, and a second company. */
export const salonCatalogue = `
companies:
  salon-lindenhof:
    name: Salon Lindenhof
    timeZone: Europe/Berlin
    language: de
    country: DE
    referencePrefix: LIND
${secrets.replace('AGENT', 'agent_sandbox_lindenhof')}
    branches:
      lindenhof: { name: Salon Lindenhof, phoneNumbers: ['+49 30 12345670'], openingHours: { tuesday: 09:00-18:30 } }
      nord: { name: Salon Lindenhof Nord, phoneNumbers: ['+49 30 12345671'], openingHours: { tuesday: 09:00-18:30 } }
    staff:
      anna: { name: Anna Berger, email: anna.berger@salon-lindenhof.example, calcomUserId: 1001 }
      mehmet: { name: Mehmet Kaya, email: mehmet.kaya@salon-lindenhof.example, calcomUserId: 1002 }
      sofia: { name: Sofia Brandt, email: sofia.brandt@salon-lindenhof.example }
      kim: { name: Kim Roth, email: desk@salon-lindenhof.example }
      alex: { name: Alex Roth, email: desk@salon-lindenhof.example }
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
          - { key: fixieren, minutes: 30, calcomEventType: 2022, staff: anna }
  praxis-am-markt:
    name: Praxis am Markt
    timeZone: Europe/Berlin
    language: en
    country: DE
    referencePrefix: PRAX
${secrets.replace('AGENT', 'agent_sandbox_praxis')}
    branches:
      markt: { name: Praxis am Markt, phoneNumbers: ['+49 30 12345680'], openingHours: { monday: 09:00-18:30 } }
    staff:
      lena: { name: Dr. Lena Vogt, email: lena.vogt@praxis-am-markt.example, calcomUserId: 1101 }
    services:
      erstgespraech:
        name: { de: Erstgespräch, en: First consultation }
        price: 80.00 EUR
        minutes: 30
        calcomEventType: 2101
        staff: { lena: }
`;
