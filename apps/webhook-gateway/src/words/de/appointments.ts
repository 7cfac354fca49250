/** What is there already: who the caller is, which appointments, and how a change of one came out. */
export const appointments = {
  caller_known: 'Die Nummer ist mir bekannt, der Vorname ist {{name}}.',
  caller_nameless: 'Die Nummer ist mir bekannt. Auf welchen Namen darf ich nachsehen?',
  caller_unknown: 'Die Nummer ist mir nicht bekannt. Wie ist Ihr Name?',
  caller_withheld: 'Ihre Nummer wird nicht angezeigt. Wie ist Ihr Name?',
  look_up_failed: 'Das kann ich gerade nicht nachsehen. Versuchen wir es bitte gleich noch einmal.',
  ask_second_fact: 'Auf welchen Namen ist der Termin eingetragen, oder für welchen Tag und welche Uhrzeit?',
  ask_reference_and_name:
    'Ihre Nummer wird nicht angezeigt. Bitte nennen Sie mir die Terminnummer und den Namen, auf den der Termin eingetragen ist.',
  ask_which: 'Welcher Termin ist gemeint: {{appointments}}?',
  no_appointment: 'Mit diesen Angaben finde ich keinen Termin. Stimmen Name, Tag und Uhrzeit?',
  found_one: 'Ich habe einen Termin gefunden: {{appointments}}.',
  found_other: 'Ich habe {{count}} Termine gefunden: {{appointments}}.',
  found_more_one: 'Dazu kommt noch einer.',
  found_more_other: 'Dazu kommen noch {{count}} weitere.',
  item: '{{service}} am {{when}}',
  item_staff: '{{service}} bei {{staff}} am {{when}}',
  item_reference: '{{item}}, Terminnummer {{reference}}',
  item_unconfirmed: '{{item}}, noch nicht bestätigt',
  moved: 'Der Termin ist verlegt: {{service}} am {{when}}. Die Terminnummer ist {{reference}}.',
  moved_staff: 'Der Termin ist verlegt: {{service}} bei {{staff}} am {{when}}. Die Terminnummer ist {{reference}}.',
  move_requested:
    'Die Verlegung ist angefragt: {{service}} am {{when}}. {{company}} muss sie noch bestätigen. Die Terminnummer ist {{reference}}.',
  move_requested_staff:
    'Die Verlegung ist angefragt: {{service}} bei {{staff}} am {{when}}. {{company}} muss sie noch bestätigen. Die Terminnummer ist {{reference}}.',
  cancelled: 'Der Termin ist abgesagt: {{service}} am {{when}}.',
  wish_withdrawn: 'Der Terminwunsch für {{when}} ist zurückgenommen. Es ist nichts gebucht.',
  pending_reschedule:
    'Die Verlegung auf {{when}} ist aufgenommen, aber noch nicht bestätigt. Sie geht nicht verloren. Bitte betrachten Sie die neue Zeit noch nicht als fest.',
  pending_cancel:
    'Die Absage des Termins am {{when}} ist aufgenommen, aber noch nicht bestätigt. Sie geht nicht verloren.',
  not_taken_reschedule:
    'Die Verlegung auf {{when}} konnte ich gerade nicht weitergeben, sie ist noch nicht bestätigt. Versuchen wir es bitte gleich noch einmal.',
  not_taken_cancel:
    'Die Absage des Termins am {{when}} konnte ich gerade nicht weitergeben, sie ist noch nicht bestätigt. Versuchen wir es bitte gleich noch einmal.',
  kept: 'Der bisherige Termin bleibt bestehen.',
  change_not_allowed: 'Dieser Termin lässt sich telefonisch leider nicht ändern.',
  change_too_soon: 'So kurzfristig lässt sich der Termin leider nicht ändern.',
  cancel_reason: 'Vom Anrufer telefonisch abgesagt.',
};
