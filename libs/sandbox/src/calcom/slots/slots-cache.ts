/** Answers to questions about free slots, kept by the question. */
export class SlotsCache {
  private readonly kept = new Map<string, { answer: unknown; until: number }>();

  /** The kept answer, or a new one that is kept for so many milliseconds. */
  answer<Answer>(question: string, now: number, keepMs: number, ask: () => Answer): Answer {
    const known = this.kept.get(question);
    if (known && known.until > now) return known.answer as Answer;
    const answer = ask();
    if (keepMs > 0) this.kept.set(question, { answer, until: now + keepMs });
    return answer;
  }

  clear(): void {
    this.kept.clear();
  }
}
