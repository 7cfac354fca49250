import type { CallAnalysis, CallEnd } from '@callbook/contracts';
import { isoOfEpochMs, objectOf, type RetellCall, textOf } from '@callbook/retell';

/** How a call ended. `call_status` is not looked at: Retell sends `registered` in a `call_ended`. */
export function callEnd(call: RetellCall): CallEnd {
  return {
    endedAt: isoOfEpochMs(call.end_timestamp),
    durationMs: durationOf(call),
    disconnectionReason: textOf(call.disconnection_reason) ?? null,
    costCents: numberOf(objectOf(call.call_cost)?.combined_cost), // US cents
    transcript: textOf(call.transcript) ?? null,
    recordingUrl: textOf(call.recording_url) ?? null,
  };
}

/** The analysis; empty when there was no conversation to analyse. */
export function callAnalysis(call: RetellCall): CallAnalysis {
  const analysis = objectOf(call.call_analysis) ?? {};
  return {
    summary: textOf(analysis.call_summary) ?? null,
    sentiment: textOf(analysis.user_sentiment) ?? null,
    successful: booleanOf(analysis.call_successful),
    inVoicemail: booleanOf(analysis.in_voicemail),
    custom: { ...objectOf(analysis.custom_analysis_data) }, // an empty one comes as []
  };
}

function durationOf({ duration_ms, start_timestamp, end_timestamp }: RetellCall): number | null {
  const told = wholeNumberOf(duration_ms);
  if (told !== null) return told;
  const [start, end] = [numberOf(start_timestamp), numberOf(end_timestamp)];
  return start === null || end === null ? null : wholeNumberOf(end - start);
}

function wholeNumberOf(value: unknown): number | null {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null;
}

function numberOf(value: unknown): number | null {
  return Number.isFinite(value) ? (value as number) : null;
}

function booleanOf(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}
