/** What the agent's arguments lack. The sentences name what can be chosen, or today, so that the agent can correct itself. */
export const questions = {
  service_missing: 'Welche Leistung darf es sein? Zur Auswahl stehen {{services}}.',
  service_unknown: 'Diese Leistung ist mir nicht bekannt. Zur Auswahl stehen {{services}}.',
  services_too_many: 'Ich kann höchstens drei Leistungen auf einmal nachsehen. Welche zuerst?',
  staff_unknown: 'Niemand dieses Namens bietet {{service}} an. Zur Auswahl: {{staff}}. Bei wem darf es sein?',
  start_missing: 'Für welchen Tag und welche Uhrzeit soll der Termin sein? Heute ist {{today}}.',
  start_unreadable:
    'Den Zeitpunkt habe ich nicht verstanden. Bitte nennen Sie Tag, Monat, Jahr und Uhrzeit. Heute ist {{today}}.',
  start_without_year:
    'Zu diesem Zeitpunkt fehlt das Jahr. Bitte nennen Sie Tag, Monat, Jahr und Uhrzeit. Heute ist {{today}}.',
  start_without_time: 'Zu diesem Tag fehlt die Uhrzeit. Um wie viel Uhr soll der Termin sein? Heute ist {{today}}.',
  start_past: 'Dieser Zeitpunkt liegt in der Vergangenheit. Heute ist {{today}}. Für wann soll der Termin sein?',
  start_too_far:
    'Dieser Zeitpunkt liegt mehr als zwölf Monate in der Zukunft. Heute ist {{today}}. Für wann soll der Termin sein?',
  start_skipped:
    'Diese Uhrzeit gibt es an dem Tag nicht, weil die Uhr umgestellt wird. Welche andere Uhrzeit passt? Heute ist {{today}}.',
  start_ambiguous:
    'Diese Uhrzeit gibt es an dem Tag zweimal, weil die Uhr umgestellt wird. Welche andere Uhrzeit passt? Heute ist {{today}}.',
  day_unreadable: 'Den Tag habe ich nicht verstanden. Bitte nennen Sie Tag, Monat und Jahr. Heute ist {{today}}.',
  day_without_year: 'Zu diesem Tag fehlt das Jahr. Bitte nennen Sie Tag, Monat und Jahr. Heute ist {{today}}.',
  day_past: 'Dieser Tag liegt in der Vergangenheit. Heute ist {{today}}. Welcher Tag ist gemeint?',
  day_too_far: 'Dieser Tag liegt mehr als zwölf Monate in der Zukunft. Heute ist {{today}}. Welcher Tag ist gemeint?',
  range_reversed: 'Das Ende liegt vor dem Anfang. Von wann bis wann darf ich nachsehen? Heute ist {{today}}.',
  part_of_day_unknown: 'Soll es vormittags, nachmittags oder abends sein?',
  name_unreadable: 'Auf welchen Namen darf ich den Termin eintragen?',
  email_invalid: 'Die E-Mail-Adresse habe ich nicht richtig verstanden. Bitte buchstabieren Sie sie.',
  instead_of_unclear: 'Soll dieser Termin einen früheren Wunsch ersetzen, oder möchten Sie beide?',
  instead_of_unknown:
    'Den Termin, der ersetzt werden soll, finde ich nicht. Für welchen Tag und welche Uhrzeit ist er?',
  function_unknown: 'Das kann ich leider nicht.',
  function_without_call:
    'Das kann ich gerade nicht: Die Funktion muss so eingerichtet werden, dass sie den ganzen Anruf mitschickt (args_at_root: false).',
};
