import { foldedName } from '@callbook/contracts';

/** Somebody an appointment is for. */
export interface Person {
  /** The name, and other ways to write the same one. */
  readonly spellings: readonly [string, ...string[]];
  /** As a speech recogniser may have heard it: nearly the name. */
  readonly misheard: string;
  readonly email: string;
}

export const people: readonly Person[] = [
  {
    spellings: ['Jürgen Groß', 'Juergen Gross', 'JÜRGEN GROSS', ' jürgen  groß'],
    misheard: 'Jürgen Gros',
    email: 'jg@example.com',
  },
  { spellings: ['Max Meyer', 'max meyer', 'Max-Meyer'], misheard: 'Max Meier', email: 'max@example.com' },
  { spellings: ['Lena Weber', 'LENA WEBER', 'Lena  Weber'], misheard: 'Lena Webber', email: 'weber@example.com' },
  // Her sister: nearly the same name, and the same address.
  { spellings: ['Lina Weber', 'lina weber', 'Lina-Weber'], misheard: 'Lina Webber', email: 'weber@example.com' },
  { spellings: ['Éva Müller', 'Eva Mueller', 'eva müller'], misheard: 'Eva Möller', email: 'eva@example.com' },
  { spellings: ['Olga Petrowa', 'olga petrowa', 'Olga Petrowa '], misheard: 'Olga Petrova', email: 'olga@example.com' },
];

/** Names nobody gave, under which nameless callers are booked. */
export const nameless = 'Caller without a name';

export function isNameOf({ spellings, misheard }: Person, booked: string): boolean {
  const folded = foldedName(booked);
  return folded === foldedName(spellings[0]) || folded === foldedName(misheard);
}
