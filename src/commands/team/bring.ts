import { teamOf } from '../../core/chat.ts'
import { findSubjectOf } from '../../outbox/deliveries.ts'
import { postPaper } from '../../outbox/postings.ts'
import { onPaper } from '../reading/paper-buttons.ts'
import { type ActionVerb, reply } from '../verb.ts'

/** A listed paper becomes a post of its own in the digest's thread, open to votes; once per channel. */
export const bring: ActionVerb = {
  name: 'bring',
  access: 'anyone',
  run: onPaper(async ({ store, now, deliver }, paper, { channel, post }) => {
    const subject = post ? await findSubjectOf(store.db, post) : null
    if (post?.channel !== channel || subject?.kind !== 'list') return reply('This works in the thread of a digest.')
    const { date } = subject
    const isNew = await store.write((db) =>
      postPaper(db, {
        key: `bring:${channel}:${paper.id}`,
        place: channel,
        team: teamOf(channel),
        seq: now() * 1000,
        parent: `digest:${channel}:${date}:heading`,
        subject: { kind: 'paper', date, paper: paper.id, position: 0 },
        plannedAt: now(),
      }),
    )
    if (!isNew) return reply(`It was posted here before: ${paper.title}.`)
    await deliver()
    return reply(`Brought up in the thread: ${paper.title}.`)
  }),
}
