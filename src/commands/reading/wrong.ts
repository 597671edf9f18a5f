import { findChannel } from '../../channels/channels.ts'
import { type ChannelId, type PersonId, type Reply, teamOf } from '../../core/chat.ts'
import { type Paper, paperIdOf } from '../../core/paper.ts'
import { describeAuthor } from '../../digest/write/texts.ts'
import { notifyAdmin } from '../../ops/notify-admin.ts'
import { findPaper } from '../../papers/papers.ts'
import { hideSummary } from '../../summaries/hide.ts'
import { insertSummaryReport, summaryReportsOn, type Writer } from '../../summaries/reports.ts'
import { summaryShown, writerOf } from '../../summaries/team-summaries.ts'
import { type ActionVerb, type CommandContext, type FormVerb, reply } from '../verb.ts'
import { onPaper } from './paper-buttons.ts'

const LONGEST_REASON = 500

/** “Wrong?” asks what the summary says and the abstract does not. */
export const wrong: ActionVerb = {
  name: 'wrong',
  access: 'anyone',
  run: onPaper(async (context, paper, { channel }) =>
    (await summaryShown(context.store.db, paper, channel)) === null ? reply(GONE) : { form: reasonForm(paper) },
  ),
}

/** From a manager it hides the summary for the team; from anyone else it alerts the channel's managers. */
export const wrongSubmitted: FormVerb = {
  name: 'wrong',
  access: 'anyone',
  async submit(context, { channel, person, values }, about) {
    const { store, now, mayManage } = context
    const id = paperIdOf(about)
    const paper = id ? await findPaper(store.db, id) : null
    const shown = paper ? await summaryShown(context.store.db, paper, channel) : null
    if (!paper || !shown) return reply(GONE)
    const reason = (values.reason ?? '').trim().replaceAll(/\s+/g, ' ').slice(0, LONGEST_REASON)
    if (reason === '') return { errors: { reason: 'A few words, please: what does it say that is not so?' } }
    const state = (await mayManage(channel, person)) ? 'hidden' : 'reported'
    const writer = writerOf(paper, shown)
    await insertSummaryReport(store.db, { paper: paper.id, writer, state, reason, person, channel, at: now() })
    const said =
      state === 'hidden'
        ? await hide(context, paper, teamOf(channel))
        : await report(context, paper, { channel, person, reason })
    await notifyOperator(context, paper, writer)
    await context.deliver()
    return said
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
      hint: 'Whoever manages this channel hides the summary from this team with it; from anyone else they get a quiet word.',
      value: '',
      options: null,
    },
  ],
})

async function hide(context: CommandContext, paper: Paper, team: string): Promise<Reply> {
  const reworded = await hideSummary(context, paper, team)
  const instead = reworded[0]?.instead
  const what = instead?.lines.length
    ? `Its posts here show ${describeAuthor(instead)} now`
    : 'Its posts here show none now'
  const old = reworded.filter(({ isOld }) => isOld).length
  return reply(`The summary is hidden. ${what}${old > 0 ? `, but ${old} could not be edited` : ''}.`)
}

async function report(
  context: CommandContext,
  paper: Paper,
  { channel: id, person, reason }: { channel: ChannelId; person: PersonId; reason: string },
): Promise<Reply> {
  const channel = await findChannel(context.store.db, id)
  const text = `Somebody finds the summary of “${paper.title}” wrong: “${reason}”. Abstract → Wrong? hides it.`
  await notifyAdmin(context, { about: `wrong:${paper.id}:${person}`, channel, text })
  return reply('Thank you. It is noted for those who manage this channel, and shown to nobody else.')
}

/** What several teams find wrong, only whoever runs the bot can hide from all. What each of them said stays theirs. */
async function notifyOperator(context: CommandContext, paper: Paper, writer: Writer): Promise<void> {
  const { store, log } = context
  const reports = (await summaryReportsOn(store.db, paper.id)).filter((one) => one.writer === writer)
  const teams = new Set(reports.map(({ channel }) => teamOf(channel))).size
  if (teams < 2 || reports.some(({ state }) => state === 'withdrawn')) return
  log.warn({ paper: paper.id, writer, teams }, 'several teams find a summary wrong')
  const text = `Several teams find the summary of “${paper.title}” wrong. \`paperboy why ${paper.id}\` shows what they say; \`paperboy summarize --hide ${paper.id}\` hides it everywhere.`
  await notifyAdmin(context, { about: `summary:${paper.id}:${writer}`, channel: null, text })
}
