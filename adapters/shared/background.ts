import type { Logger } from 'pino'

/** Work that goes on after the request was answered. Its errors are logged. */
export type Background = { track(work: Promise<void>): void; finished(): Promise<void> }

export function createBackground(log: Logger): Background {
  const running = new Set<Promise<void>>()
  return {
    track(work) {
      const settled = work
        .catch((err: unknown) => log.error({ err }, 'event not handled'))
        .finally(() => running.delete(settled))
      running.add(settled)
    },
    async finished() {
      await Promise.all(running)
    },
  }
}
