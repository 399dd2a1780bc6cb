// The time that ages are counted to; it moves every half minute, so that "14:05" becomes yesterday's by itself.

const TICK_MS = 30_000;
/** Prices and stock older than this are shown faded. */
const STALE_AFTER_MS = 24 * 60 * 60 * 1000;

export class Clock {
  nowMs = $state(Date.now());

  start(): () => void {
    const timer = setInterval(() => {
      this.nowMs = Date.now();
    }, TICK_MS);
    return () => clearInterval(timer);
  }

  isStale(atMs: number | null): boolean {
    return atMs !== null && this.nowMs - atMs > STALE_AFTER_MS;
  }
}
