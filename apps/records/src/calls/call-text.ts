interface OfCall {
  readonly callId: string;
  readonly company: string;
  /** When the message that brought it saw it. */
  readonly observedAt: Date;
  readonly recordedByMessage: string;
}

/** A row of `records.call_transcripts`. */
export interface CallTranscript extends OfCall {
  readonly transcript: string;
}

/** A row of `records.call_recordings`. */
export interface CallRecording extends OfCall {
  /** Whoever has it can listen: a secret. */
  readonly recordingUrl: string;
}
