import type { ChannelId, PersonId } from '../chat.ts'

/** Who asks. What is found out about votes, discussions and posts is what their team made of papers; `channels` are those they see. */
export type Asker = { team: string; person: PersonId; channels: ChannelId[] }
