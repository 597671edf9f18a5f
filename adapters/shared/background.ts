import type { Logger } from 'pino'

/** Work that goes on after the request was answered. Its errors are logged. */
export function createBackground(log: Logger) {
  const running = new Set<Promise<void>>()
  return {
    track(work: Promise<void>): void {
      const settled = work
        .catch((err: unknown) => log.error({ err }, 'event not handled'))
        .finally(() => running.delete(settled))
      running.add(settled)
    },
    finished: () => Promise.all(running),
  }
}
