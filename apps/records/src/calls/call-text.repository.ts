import { type Columns, type MappedTable } from '../transaction/row-table.repository';
import type { CallRecording, CallTranscript } from './call-text';

const ofCall = { callId: 'value', company: 'value', observedAt: 'value', recordedByMessage: 'value' } as const;

export const transcriptTable: MappedTable<CallTranscript> = {
  name: 'records.call_transcripts',
  key: 'callId',
  columns: { ...ofCall, transcript: 'value' } satisfies Columns<CallTranscript>,
};

export const recordingTable: MappedTable<CallRecording> = {
  name: 'records.call_recordings',
  key: 'callId',
  columns: { ...ofCall, recordingUrl: 'value' } satisfies Columns<CallRecording>,
};

/** The newer text takes the place of the one that is there. */
export const newerText = (column: 'transcript' | 'recording_url'): string => `
  ON CONFLICT (call_id) DO UPDATE SET ${column} = EXCLUDED.${column}, observed_at = EXCLUDED.observed_at,
    recorded_by_message = EXCLUDED.recorded_by_message`;
