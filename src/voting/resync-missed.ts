import type { ChatHandlers, Platform } from '../core/chat.ts'
import { type IsolationContext, isolated } from '../state/isolated.ts'
import { resyncPost, resyncVotes, type VoteContext } from './resync.ts'

/** Settles votes whose events were missed. A platform that is being settled is not asked a second time meanwhile. */
export function createResync(context: VoteContext & IsolationContext): ChatHandlers['onMissed'] {
  const settling = new Map<Platform, Promise<unknown>>()

  function settlePlatform(platform: Platform): Promise<unknown> {
    const adapter = context.adapters.get(platform)
    const adapters = new Map(adapter ? [[platform, adapter]] : [])
    const work = () => resyncVotes({ ...context, adapters })
    const part = { kind: 'platform', name: platform, step: 'votes' } as const
    return isolated(context, part, work).finally(() => settling.delete(platform))
  }

  return async (missed) => {
    if (typeof missed !== 'string') {
      await resyncPost(context, missed)
      return
    }
    const running = settling.get(missed) ?? settlePlatform(missed)
    settling.set(missed, running)
    await running
  }
}
