import { terminal } from '../../adapters/terminal/setup.ts'
import type { ChatAdapter } from '../../src/core/chat.ts'
import { type LocalPlace, type Setup, sendsOnly } from '../../src/core/setup.ts'
import { platforms } from '../../src/main.ts'

/** The real platforms, with this one in the place of its name. */
export function platformsWith(adapter: ChatAdapter, allowance: Setup['allowance'], local: LocalPlace | null): Setup[] {
  const { platform } = adapter
  const fake: Setup = {
    ...terminal,
    platform,
    allowance,
    connect: async () => ({ ...sendsOnly, adapter, platform, examine: async () => [], local }),
  }
  return [...platforms.filter((setup) => setup.platform !== platform), fake]
}
