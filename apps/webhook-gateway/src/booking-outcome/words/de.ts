/**
 * What the agent says in German. `{{when}}` is a weekday, date and time in the company's zone. No sentence promises a
 * message: there is no channel for one.
 */
export const de = {
  appointment: 'Termin',
  booked: 'Der Termin ist gebucht: {{service}} am {{when}}. Die Terminnummer ist {{reference}}.',
  booked_staff: 'Der Termin ist gebucht: {{service}} bei {{staff}} am {{when}}. Die Terminnummer ist {{reference}}.',
  already_booked: 'Dieser Termin ist schon gebucht: {{service}} am {{when}}. Die Terminnummer ist {{reference}}.',
  already_booked_staff:
    'Dieser Termin ist schon gebucht: {{service}} bei {{staff}} am {{when}}. Die Terminnummer ist {{reference}}.',
  requested:
    'Der Termin ist angefragt: {{service}} am {{when}}. {{company}} muss ihn noch bestätigen. Die Terminnummer ist {{reference}}.',
  requested_staff:
    'Der Termin ist angefragt: {{service}} bei {{staff}} am {{when}}. {{company}} muss ihn noch bestätigen. Die Terminnummer ist {{reference}}.',
  pending:
    'Die Anfrage für {{service}} am {{when}} ist aufgenommen, aber noch nicht bestätigt. Bitte betrachten Sie den Termin noch nicht als fest.',
  pending_not_taken:
    'Die Anfrage für {{service}} am {{when}} konnte ich gerade nicht weitergeben, der Termin ist noch nicht bestätigt. Versuchen wir es bitte gleich noch einmal.',
  refused_slot_taken: 'Dieser Zeitpunkt ist leider nicht mehr frei.',
  refused_too_soon: 'So kurzfristig lässt sich das leider nicht buchen.',
  refused_in_past: 'Dieser Zeitpunkt ist schon vorbei.',
  refused_outside_hours: 'Zu dieser Zeit ist leider geschlossen.',
  refused_limit_reached: 'Für diesen Zeitraum sind leider keine weiteren Termine möglich.',
  refused_missing_contact:
    'Für die Buchung fehlt noch eine E-Mail-Adresse oder eine Telefonnummer. Welche darf ich eintragen?',
  refused_unknown_service: 'Diese Leistung lässt sich so leider nicht buchen.',
  refused_preferred_staff_unavailable: 'Die gewünschte Person ist zu dieser Zeit leider nicht frei.',
  refused_not_allowed: 'Dieser Termin lässt sich telefonisch leider nicht buchen.',
  refused_too_late: 'Dafür ist es leider zu spät.',
  alternatives: 'Frei wäre {{alternatives}}.',
  service_missing: 'Welche Leistung darf es sein? Zur Auswahl stehen {{services}}.',
  service_unknown: 'Diese Leistung ist mir nicht bekannt. Zur Auswahl stehen {{services}}.',
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
  name_missing: 'Auf welchen Namen darf ich den Termin eintragen?',
  email_invalid: 'Die E-Mail-Adresse habe ich nicht richtig verstanden. Bitte buchstabieren Sie sie.',
  function_unknown: 'Das kann ich leider nicht.',
  function_without_call:
    'Ich kann gerade nicht buchen: Die Funktion muss so eingerichtet werden, dass sie den ganzen Anruf mitschickt (args_at_root: false).',
};
