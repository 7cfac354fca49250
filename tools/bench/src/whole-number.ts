/** @throws Error naming the argument when its text is not a whole number between the bounds, themselves included */
export function wholeNumber(argument: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value >= least && value <= most))
    throw new Error(`${argument} must be a whole number from ${least} to ${most}, not '${text}'`);
  return value;
}
