import { z } from 'zod'
import { main } from '../../src/main.ts'
import { UNLIMITED } from '../../src/outbox/pace.ts'
import { createChatClient } from '../fakes/chat-client.ts'

/** The real program with one more platform, the fake one, and with little timeouts: a kill must not cost a minute. */
const { url, platform, nonceMs } = z
  .object({ url: z.string(), platform: z.enum(['slack', 'discord']), nonceMs: z.number() })
  .parse(JSON.parse(process.argv[2] ?? ''))

await main(process.argv.slice(3), {
  adapters: [createChatClient({ platform, url, timeoutMs: 600, nonceMs })],
  allowances: { [platform]: { ...UNLIMITED, platform: { perSecond: 60, burst: 5 } } },
  timeouts: { attempt: 1_000, lease: 3_000, firstLook: 100, betweenLooks: 1_200, backoff: 50, stop: 3_000 },
})
