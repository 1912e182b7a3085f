const tickMs = 30_000;

/** The present, for as long as somebody looks; the line of now moves with it. */
class Clock {
  now = $state(new Date().toISOString());

  constructor() {
    setInterval(() => (this.now = new Date().toISOString()), tickMs);
  }
}

export const clock = new Clock();
