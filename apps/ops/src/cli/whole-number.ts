import { CommandFailure } from './command-line';

/** What an option counts, from 1 on: `--limit 50`. @throws CommandFailure */
export function wholeNumber(option: string, text: string, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new CommandFailure(`${option} ${text} is not a whole number from 1 to ${most}.`, 'Give another one.', 2);
}
