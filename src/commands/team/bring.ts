import { postPaper } from '../../outbox/postings.ts'
import { findSubjectOf } from '../../outbox/posts.ts'
import { onPaper } from '../reading/find-paper.ts'
import { reply } from '../replies.ts'
import type { ActionVerb } from '../verb.ts'

/** A listed paper becomes a post of its own in the digest's thread, open to votes; once per channel. */
export const bring: ActionVerb = {
  name: 'bring',
  access: 'anyone',
  run: onPaper(async ({ store, now, deliver }, paper, { channel, post: pressed }) => {
    const subject = pressed ? await findSubjectOf(store.db, pressed) : null
    if (pressed?.channel !== channel || subject?.kind !== 'list') return reply('This works in the thread of a digest.')
    const { date } = subject
    const [key, parent] = [`bring:${channel}:${paper.id}`, `digest:${channel}:${date}:heading`]
    const post = { key, place: channel, paper: paper.id, date, parent, now: now() }
    const isNew = await store.write((db) => postPaper(db, post))
    if (!isNew) return reply(`It was posted here before: ${paper.title}.`)
    await deliver()
    return reply(`Brought up in the thread: ${paper.title}.`)
  }),
}
