import type { availability as german } from '../de/availability';

export const availability: Record<keyof typeof german, string> = {
  free_one: 'For {{service}} there is one free appointment: {{offers}}.',
  free_other: 'For {{service}} there are free appointments: {{offers}}.',
  free_at_wish: 'For {{service}}, {{when}} is free.',
  free_at_wish_staff: 'For {{service}}, {{when}} is free with {{staff}}.',
  taken_at_wish: 'For {{service}}, nothing is free on {{when}}. You could have {{offers}}.',
  taken_at_wish_staff: '{{staff}} has nothing free for {{service}} on {{when}}. You could have {{offers}}.',
  others_only: '{{staff}} has nothing free for {{service}} in that time. You could have {{offers}}.',
  nothing_on_day: 'For {{service}}, nothing is free on {{day}}.',
  nothing_between: 'For {{service}}, nothing is free from {{from}} to {{day}}.',
  not_looked_up: 'I cannot look up what is free for {{service}} just now. Let us try once more in a moment.',
  not_bookable: 'Unfortunately {{service}} cannot be booked by phone.',
  part_morning: 'in the morning',
  part_noon: 'around noon',
  part_afternoon: 'in the afternoon',
  part_evening: 'in the evening',
};
