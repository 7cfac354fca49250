/** A figure of all rounds together, and the least and greatest of the single rounds; two decimals. */
export interface Spread {
  readonly value: number;
  readonly min: number;
  readonly max: number;
}

export interface Figures {
  readonly median: Spread;
  readonly p99: Spread;
}

/** The smallest value that so large a part of all values does not exceed (nearest rank). */
export function quantile(values: readonly number[], part: number): number {
  if (values.length === 0) throw new Error('there is no quantile of nothing');
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] as number;
}

/** Of the values of each round, in any unit. */
export function figuresOf(rounds: readonly (readonly number[])[]): Figures {
  return { median: spreadOf(rounds, 0.5), p99: spreadOf(rounds, 0.99) };
}

/** How many times one is the other; round by round for the spread, as rounds that follow each other met the same machine. */
export function ratioOf(rounds: readonly (readonly number[])[], others: readonly (readonly number[])[]): Figures {
  const ratio = (part: number): Spread => {
    const each = rounds.map((round, index) => quantile(round, part) / quantile(others[index] ?? [], part));
    return spread(quantile(rounds.flat(), part) / quantile(others.flat(), part), each);
  };
  return { median: ratio(0.5), p99: ratio(0.99) };
}

/** So many a second, from how long each round took. */
export function rateOf(count: number, seconds: readonly number[]): Spread {
  const each = seconds.map((round) => count / round);
  return spread((count * seconds.length) / sum(seconds), each);
}

/** How many times as fast the second is as the first, in rounds of the same size. */
export function rateRatioOf(slow: readonly number[], fast: readonly number[]): Spread {
  const each = slow.map((seconds, round) => seconds / (fast[round] ?? NaN));
  return spread(sum(slow) / sum(fast), each);
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

function spreadOf(rounds: readonly (readonly number[])[], part: number): Spread {
  const each = rounds.map((round) => quantile(round, part));
  return spread(quantile(rounds.flat(), part), each);
}

function spread(value: number, each: readonly number[]): Spread {
  return { value: rounded(value), min: rounded(Math.min(...each)), max: rounded(Math.max(...each)) };
}

const rounded = (value: number): number => Number(value.toFixed(2));
