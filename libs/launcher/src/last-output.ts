const mostCharacters = 8_000;

/** The end of what a process has written; what came long before is forgotten. */
export class LastOutput {
  text = '';

  add(text: string): void {
    this.text = (this.text + text).slice(-mostCharacters);
  }
}
