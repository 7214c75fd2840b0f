/** What happens in the lesson on streams, at one of three places. Times in ns since the start of its step. */
export interface StreamMoment {
  readonly where: 'sender' | 'wire' | 'receiver';
  readonly time: number;
  /** `segment`: a packet with a payload crosses. `message`: found again by its frame. `line`: a program printed it. */
  readonly what: 'send' | 'segment' | 'recv' | 'message' | 'line';
  readonly bytes: number;
  /** Its beginning, or the line. */
  readonly text: string;
}
