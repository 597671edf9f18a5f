import { type Logger as SlackLogger, webApi } from '@slack/bolt'
import type { Logger } from 'pino'

/** Slack's libraries log through ours. Their debug lines hold whole payloads, response URLs among them: those are left out. */
export function createSlackLogger(log: Logger): SlackLogger {
  const at =
    (level: 'info' | 'warn' | 'error') =>
    (first: unknown, ...rest: unknown[]) =>
      log[level]({ detail: [first, ...rest].map(describe).join(' ') }, 'Slack client')
  return {
    debug() {},
    // Their news (“Now connected to Slack”) is our debug.
    info: (first: unknown, ...rest: unknown[]) =>
      log.debug({ detail: [first, ...rest].map(describe).join(' ') }, 'Slack client'),
    warn: at('warn'),
    error: at('error'),
    setLevel() {},
    getLevel: () => webApi.LogLevel.INFO,
    setName() {},
  }
}

const describe = (value: unknown): string => (value instanceof Error ? value.message : String(value)).slice(0, 300)
