import { teamOf } from '../chat.ts'
import { deliveryId } from '../delivery/delivery.ts'
import { findSubjectOf, insertDeliveries, isDelivery } from '../store/deliveries.ts'
import { onPaper } from './paper.ts'
import { type ActionVerb, say } from './verb.ts'

/** A listed paper becomes a post of its own in the digest's thread, open to votes; once per channel. */
export const bring: ActionVerb = {
  name: 'bring',
  access: 'anyone',
  run: onPaper(async ({ store, now, deliver }, paper, { channel, post }) => {
    const subject = post ? await findSubjectOf(store.db, post) : null
    if (subject?.kind !== 'list') return say('This works in the thread of a digest.')
    const key = `bring:${channel}:${paper.id}`
    const isNew = await store.write(async (db) => {
      if (await isDelivery(db, deliveryId(key))) return false
      await insertDeliveries(db, [
        {
          key,
          place: channel,
          team: teamOf(channel),
          seq: now() * 1000,
          parent: `digest:${channel}:${subject.date}:heading`,
          subject: { kind: 'paper', date: subject.date, paper: paper.id, position: 0 },
          plannedAt: now(),
        },
      ])
      return true
    })
    if (!isNew) return say(`It was brought up before: ${paper.title}.`)
    await deliver()
    return say(`Brought up in the thread: ${paper.title}.`)
  }),
}
