/**
 * How a wish for an appointment came out. `{{when}}` is a weekday, date and time in the company's zone. No sentence promises
 * a message: there is no channel for one. What is taken is never lost: what the caller is still owed is listed for the staff.
 */
export const booking = {
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
  pending_book:
    'Die Anfrage für {{service}} am {{when}} ist aufgenommen, aber noch nicht bestätigt. Sie geht nicht verloren. Bitte betrachten Sie den Termin noch nicht als fest.',
  not_taken_book:
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
  refused_withdrawn: 'Dieser Terminwunsch ist zurückgenommen, dafür ist nichts gebucht.',
  refused_appointment_ended: 'Diesen Termin gibt es nicht mehr.',
  refused_appointment_unknown: 'Mit diesen Angaben finde ich keinen Termin.',
  refused_superseded: 'Dafür gilt ein späterer Wunsch.',
  alternatives: 'Frei wäre {{offers}}.',
  ask_instead_or_as_well:
    'Es gibt schon die Anfrage für {{service}} am {{when}}. Soll der neue Termin statt dieser Anfrage sein, oder möchten Sie beide?',
  ask_same_person:
    'Für dieselbe Zeit läuft schon eine Anfrage auf den Namen {{name}}. Ist das dieselbe Person, oder soll es ein zweiter Termin sein?',
};
