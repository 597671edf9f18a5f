import type { Channel } from '../../channels/channels.ts'
import type { IsoDay, Paper } from '../../core/paper.ts'
import type { Traits } from '../../core/setup.ts'
import { deliveryId, type Subject } from '../../outbox/delivery.ts'
import type { NewDelivery } from '../../outbox/plan-deliveries.ts'
import type { Choice } from '../choose/choose.ts'
import type { NewDigest } from '../insert-digests.ts'

/** Lines in one thread message: shortened, they fit every platform’s text budget and its menus. */
const LIST_SIZE = 20
/** Deliveries one digest may have: the heading, the papers, the lists, the last line. */
const SLOTS = 1000

/**
 * What a digest sends: a heading, a message for each posted paper, the rest in the heading's thread, and a last line.
 * Where the platform writes letters it is all one letter.
 */
export function digestDeliveries(
  channel: Channel,
  { digest }: Pick<Traits, 'digest'>,
  date: IsoDay,
  choices: Choice[],
  now: number,
): Pick<NewDigest, 'deliveries' | 'postings'> {
  const key = (part: string) => `digest:${channel.id}:${date}:${part}`
  const deliveries: NewDelivery[] = []
  const add = (part: string, subject: Subject, parent: string | null) => {
    deliveries.push({
      key: key(part),
      to: { channel: channel.id },
      team: channel.team,
      seq: now * SLOTS + deliveries.length,
      parent,
      subject,
      plannedAt: now,
    })
  }
  const best = choices.filter(({ outcome }) => outcome === 'posted')
  const posted = channel.settings.order === 'shuffled' ? shuffle(channel, date, best) : best
  const listed = choices.filter(({ outcome }) => outcome === 'thread').length
  const isLetter = digest === 'letter'
  if (posted.length === 0 && listed === 0) {
    // A channel hears why there is nothing; nobody wants a letter that says so.
    if (!isLetter) add('nothing', { kind: 'nothing', date }, null)
    return { deliveries, postings: [] }
  }
  if (isLetter) {
    add('letter', { kind: 'letter', date }, null)
    return { deliveries, postings: posted.map(({ paper }, index) => posting(paper, index, key('letter'))) }
  }
  add('heading', { kind: 'heading', date }, null)
  const parent = channel.settings.layout === 'thread' ? key('heading') : null
  const postings = posted.map(({ paper }, index) => {
    add(`paper:${paper.id}`, { kind: 'paper', date, paper: paper.id, position: index + 1 }, parent)
    return posting(paper, index, key(`paper:${paper.id}`))
  })
  for (let from = 0; from < listed; from += LIST_SIZE) {
    const to = Math.min(from + LIST_SIZE, listed)
    add(`list:${from / LIST_SIZE + 1}`, { kind: 'list', date, from, to }, key('heading'))
  }
  add('tail', { kind: 'tail', date }, key('heading'))
  return { deliveries, postings }
}

/** The order follows from the channel and the day, so that a second attempt is the same. */
function shuffle({ id }: Channel, date: IsoDay, posted: Choice[]): Choice[] {
  const sortKey = ({ paper }: Choice) => deliveryId(`${id} ${date} ${paper.id}`)
  return posted.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
}

const posting = (paper: Paper, index: number, key: string) => ({
  paper: paper.id,
  position: index + 1,
  delivery: deliveryId(key),
})
