import type { ChannelId, PersonId } from '../core/chat.ts'

/** Who asks. What is found out about votes, discussions and posts is what their team made of papers; `channels` are those they see. */
export type Asker = {
  team: string
  /** null: nobody in particular, as for what everybody is shown. */
  person: PersonId | null
  channels: ChannelId[]
}
