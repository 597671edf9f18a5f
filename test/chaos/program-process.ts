import { z } from 'zod'
import { UNLIMITED } from '../../src/core/network/allowance.ts'
import { main } from '../../src/main.ts'
import { createChatClient } from '../fakes/chat-client.ts'
import { platformsWith } from '../fakes/setup.ts'

/** The real program with one more platform, the fake one, and with little timeouts: a kill must not cost a minute. */
const { url, platform, nonceMs } = z
  .object({ url: z.string(), platform: z.enum(['slack', 'discord']), nonceMs: z.number() })
  .parse(JSON.parse(process.argv[2] ?? ''))

const chat = createChatClient({ platform, url, timeoutMs: 600, nonceMs })
const allowance = { ...UNLIMITED, platform: { perSecond: 60, burst: 5 } }
const timeouts = { attempt: 1_000, lease: 3_000, firstLook: 100, betweenLooks: 1_200, backoff: 50, stop: 3_000 }
await main(process.argv.slice(3), platformsWith(chat, allowance, null), timeouts)
