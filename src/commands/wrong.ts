import { type ChannelId, type PersonId, platformOf, type Reply } from '../chat.ts'
import { tellAdmin } from '../delivery/alert.ts'
import { summaryShown, withoutHidden, writerOf } from '../digest/summaries.ts'
import { describeAuthor } from '../digest/words.ts'
import type { Message } from '../message.ts'
import { type Paper, paperIdOf } from '../paper.ts'
import { findChannel } from '../store/channels.ts'
import { findPaper } from '../store/papers.ts'
import { type Post, postsOf, rewordPost } from '../store/postings.ts'
import { refuseSummaries } from '../store/summaries.ts'
import { hiddenWriters, insertSummaryReport } from '../store/summary-reports.ts'
import type { Summary } from '../summarize/summarize.ts'
import { onPaper } from './paper.ts'
import { type ActionVerb, type CommandContext, type FormVerb, say } from './verb.ts'

const LONGEST_REASON = 500

/** “Wrong?” asks what the summary says and the abstract does not. */
export const wrong: ActionVerb = {
  name: 'wrong',
  access: 'anyone',
  run: onPaper(async (context, paper, { channel }) =>
    (await summaryShown(context.store.db, paper, channel)) === null ? say(GONE) : { form: reasonForm(paper) },
  ),
}

/** Whoever manages the channel hides the summary everywhere; what anyone else says reaches those who look after the bot. */
export const wrongSubmitted: FormVerb = {
  name: 'wrong',
  access: 'anyone',
  async submit(context, { channel, person, values }, about) {
    const { store, now, mayManage } = context
    const id = paperIdOf(about)
    const paper = id ? await findPaper(store.db, id) : null
    const shown = paper ? await summaryShown(context.store.db, paper, channel) : null
    if (!paper || !shown) return say(GONE)
    const reason = (values.reason ?? '').trim().replaceAll(/\s+/g, ' ').slice(0, LONGEST_REASON)
    if (reason === '') return { errors: { reason: 'A few words, please: what does it say that is not so?' } }
    const state = (await mayManage(channel, person)) ? 'hidden' : 'reported'
    const writer = writerOf(paper, shown)
    await insertSummaryReport(store.db, { paper: paper.id, writer, state, reason, person, channel, at: now() })
    return state === 'hidden' ? hide(context, paper, shown) : report(context, paper, { channel, person, reason })
  },
}

const GONE = 'Its summary is not shown here any more.'

const reasonForm = (paper: Paper) => ({
  id: `wrong:${paper.id}`,
  title: 'Wrong summary',
  submit: 'Send',
  fields: [
    {
      name: 'reason',
      label: 'What does it say that is not so?',
      hint: 'Whoever manages this channel hides the summary with this; from anyone else they get a quiet word.',
      value: '',
      options: null,
    },
  ],
})

async function hide(context: CommandContext, paper: Paper, shown: Summary): Promise<Reply> {
  const { store } = context
  if (shown.by === 'model') await refuseSummaries(store.db, paper.id)
  const instead = withoutHidden(paper, shown, await hiddenWriters(store.db, paper.id))
  const posts = (await postsOf(store.db, paper.id)).filter(({ message }) => says(message, shown.lines))
  const left = await Promise.all(posts.map((post) => reword(context, post, instead.lines)))
  const what = instead.lines.length > 0 ? `Its posts show ${describeAuthor(instead)} now` : 'Its posts show none now'
  const old = left.filter((isLeft) => isLeft).length
  return say(`The summary is hidden. ${what}${old > 0 ? `, but ${old} could not be edited` : ''}.`)
}

/** True when the platform still shows the old words. */
async function reword({ store, adapters, log }: CommandContext, post: Post, lines: string[]): Promise<boolean> {
  const message = { ...post.message, cards: post.message.cards.map((card) => ({ ...card, lines })) }
  await rewordPost(store.db, post.id, message)
  if (post.ref === null) return false
  const outcome = await adapters.get(platformOf(post.channel))?.edit(post.ref, message)
  if (outcome?.kind === 'sent') return false
  log.warn({ channel: post.channel, outcome }, 'a post still shows a hidden summary')
  return true
}

async function report(
  context: CommandContext,
  paper: Paper,
  { channel: id, person, reason }: { channel: ChannelId; person: PersonId; reason: string },
): Promise<Reply> {
  const channel = await findChannel(context.store.db, id)
  const text = `Somebody finds the summary of “${paper.title}” wrong: “${reason}”. Abstract → Wrong? hides it.`
  await tellAdmin(context, { about: `wrong:${paper.id}:${person}`, channel, text })
  await context.deliver()
  return say('Thank you. It is noted for those who manage this channel, and shown to nobody else.')
}

const linesOf = ({ cards }: Message): string[] => cards[0]?.lines ?? []

const says = (message: Message, lines: string[]): boolean => linesOf(message).join('\n') === lines.join('\n')
