const minuteMs = 60_000;

/**
 * Something that is told at most once a minute, however often it happens.
 *
 * @param nowMs - milliseconds on any clock that never goes back
 */
export function onceAMinute<Told>(
  tell: (told: Told) => void,
  nowMs: () => number = () => performance.now(),
): (told: Told) => void {
  let toldAtMs = -Infinity;
  return (told) => {
    if (nowMs() - toldAtMs < minuteMs) return;
    toldAtMs = nowMs();
    tell(told);
  };
}
