/** Set by the session: what happens when the server says that it is over. */
let onEnd: () => void = () => undefined;

export function onSessionEnd(listener: () => void): void {
  onEnd = listener;
}

export function endSession(): void {
  onEnd();
}
