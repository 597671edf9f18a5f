import type { ChatHandlers } from '../../src/core/chat.ts'
import { notice } from '../../src/core/message.ts'

/** A core that says the least. */
export const silentHandlers: ChatHandlers = {
  onCommand: async () => ({ message: notice('Here you are.'), to: 'asker' }),
  onSuggest: async () => [],
  onAction: async () => null,
  onForm: async () => ({ errors: {} }),
  onReaction: async () => {},
  onMissed: async () => {},
  onPaperLink: async () => null,
  onKeep: async () => ({ message: notice('Kept.'), to: 'asker' }),
  onLifecycle: async () => {},
}
