/** Of what an app wrote: the errors it logged, and what is no log line at all. */
export const seriousLines = (text: string): string[] =>
  text.split('\n').filter((line) => /"level":"(error|fatal)"/.test(line) || (line !== '' && !line.startsWith('{')));
