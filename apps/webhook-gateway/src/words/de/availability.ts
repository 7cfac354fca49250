/** What is free. `{{offers}}` are times with their days, and with whom; `{{day}}` may be followed by a part of the day. */
export const availability = {
  free_one: 'Für {{service}} gibt es einen freien Termin: {{offers}}.',
  free_other: 'Für {{service}} gibt es freie Termine: {{offers}}.',
  free_at_wish: 'Für {{service}} ist {{when}} frei.',
  free_at_wish_staff: 'Für {{service}} ist {{when}} bei {{staff}} frei.',
  taken_at_wish: 'Für {{service}} ist am {{when}} nichts frei. Frei wäre {{offers}}.',
  taken_at_wish_staff: 'Bei {{staff}} ist für {{service}} am {{when}} nichts frei. Frei wäre {{offers}}.',
  others_only: 'Bei {{staff}} ist für {{service}} in dieser Zeit nichts frei. Frei wäre {{offers}}.',
  nothing_on_day: 'Für {{service}} ist am {{day}} nichts frei.',
  nothing_between: 'Für {{service}} ist vom {{from}} bis zum {{day}} nichts frei.',
  not_looked_up:
    'Was für {{service}} frei ist, kann ich gerade nicht nachsehen. Versuchen wir es bitte gleich noch einmal.',
  not_bookable: 'Für {{service}} lässt sich telefonisch leider kein Termin buchen.',
  part_morning: 'vormittags',
  part_noon: 'mittags',
  part_afternoon: 'nachmittags',
  part_evening: 'abends',
};
