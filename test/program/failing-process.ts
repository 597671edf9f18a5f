import type { ChatAdapter } from '../../src/core/chat.ts'
import { UNLIMITED } from '../../src/core/network/allowance.ts'
import type { LocalPlace } from '../../src/core/setup.ts'
import { main } from '../../src/main.ts'
import { fakeChat } from '../fakes/chat.ts'
import { platformsWith } from '../fakes/setup.ts'

/** The real program with a platform on which something fails that nobody waits for, while a message is being sent. */
const fail = process.argv[2] === 'timer' ? () => setTimeout(throwIt) : () => void Promise.resolve().then(throwIt)
const chat = fakeChat('terminal')
const adapter: ChatAdapter = {
  ...chat,
  async send(delivery) {
    if (chat.posts.length === 0) fail()
    await new Promise((resolve) => setTimeout(resolve, 500))
    const outcome = await chat.send(delivery)
    process.stdout.write(`sent ${chat.posts.length}\n`)
    return outcome
  },
}
const local: LocalPlace = { channel: { id: 'terminal:local', name: 'terminal' }, show() {}, status() {}, hold() {} }
const timeouts = { attempt: 5_000, lease: 10_000, firstLook: 100, betweenLooks: 1_000, backoff: 50, stop: 3_000 }
await main(['start'], platformsWith(adapter, UNLIMITED, local), timeouts)

function throwIt(): never {
  throw new Error('a throw in passing')
}
