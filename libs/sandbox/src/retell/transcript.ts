interface Word {
  word: string;
  start: number;
  end: number;
}

interface Utterance {
  role: 'agent' | 'user';
  content: string;
  words: Word[];
}

interface Invocation {
  role: 'tool_call_invocation';
  tool_call_id: string;
  name: string;
  /** A JSON text, not an object. */
  arguments: string;
  time_sec: number;
  type: 'custom';
}

interface Result {
  role: 'tool_call_result';
  tool_call_id: string;
  successful: boolean;
  content: string;
  time_sec: number;
}

const SECONDS_A_WORD = 0.35;
const SECONDS_A_PAUSE = 0.8;
/** Longer answers reach the model cut. */
const RESULT_LIMIT = 15_000;

/** The conversation so far, in the three forms Retell sends. Time runs by what is spoken, not by the clock. */
export class Transcript {
  private readonly entries: (Utterance | Invocation | Result)[] = [];
  private elapsed = 0;

  get seconds(): number {
    return round(this.elapsed);
  }

  say(role: 'agent' | 'user', content: string): void {
    this.elapsed += SECONDS_A_PAUSE;
    const words = content.split(' ').map((word) => {
      const start = round(this.elapsed);
      this.elapsed += SECONDS_A_WORD;
      return { word, start, end: round(this.elapsed - 0.05) };
    });
    this.entries.push({ role, content, words });
  }

  invoke(toolCallId: string, name: string, args: Record<string, unknown>): void {
    this.elapsed += SECONDS_A_PAUSE;
    this.entries.push({
      role: 'tool_call_invocation',
      tool_call_id: toolCallId,
      name,
      arguments: JSON.stringify(args),
      time_sec: this.seconds,
      type: 'custom',
    });
  }

  result(toolCallId: string, successful: boolean, content: string): void {
    this.elapsed += SECONDS_A_PAUSE;
    this.entries.push({
      role: 'tool_call_result',
      tool_call_id: toolCallId,
      successful,
      content: content.slice(0, RESULT_LIMIT),
      time_sec: this.seconds,
    });
  }

  /** The properties of the call object; a copy, since the conversation goes on. */
  forms(): Record<string, unknown> {
    const spoken = this.entries.filter((entry): entry is Utterance => 'words' in entry);
    const speaker = { agent: 'Agent', user: 'User' };
    return {
      transcript: spoken.map(({ role, content }) => `${speaker[role]}: ${content}\n`).join(''),
      transcript_object: [...spoken],
      transcript_with_tool_calls: [...this.entries],
    };
  }
}

const round = (seconds: number): number => Math.round(seconds * 1000) / 1000;
