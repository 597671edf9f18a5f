import { type Logger as SlackLogger, webApi } from '@slack/bolt'

export type WebClient = webApi.WebClient

/** One attempt's deadline in milliseconds; the library has none of its own. */
const TIMEOUT_MS = 10_000

/**
 * The Web API, one client for all workspaces: each call names its token. The library's defaults would send a post up to eleven
 * times and stop every channel for one that is limited, so it neither retries nor waits: the outbox does.
 */
export function createWebClient({ apiUrl, logger }: { apiUrl: string | null; logger: SlackLogger }): WebClient {
  return new webApi.WebClient(undefined, clientOptions({ apiUrl, logger }))
}

/** A fresh object each time: the Socket Mode client writes its own retries into the one it is given. */
export function clientOptions({
  apiUrl,
  logger,
}: {
  apiUrl: string | null
  logger: SlackLogger
}): webApi.WebClientOptions {
  return {
    ...(apiUrl !== null && { slackApiUrl: apiUrl }),
    logger,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: TIMEOUT_MS,
    allowAbsoluteUrls: false,
  }
}
