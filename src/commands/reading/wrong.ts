import { findChannel } from '../../channels/channels.ts'
import { type ChannelId, type PersonId, type Reply, teamOf } from '../../core/chat.ts'
import type { Paper, PaperId } from '../../core/paper.ts'
import { describeAuthor } from '../../digest/write/texts.ts'
import { notifyAdmin } from '../../ops/notify-admin.ts'
import { findPaper } from '../../papers/papers.ts'
import { hideSummary } from '../../summaries/hide.ts'
import { insertSummaryReport, summaryReportsOn, type Writer } from '../../summaries/reports.ts'
import { summaryShown, writerOf } from '../../summaries/team-summaries.ts'
import { askOne, reply } from '../replies.ts'
import type { ActionVerb, CommandContext, FormVerb } from '../verb.ts'
import { onPaper } from './find-paper.ts'

const LONGEST_REASON = 500
const GONE = 'Its summary is not shown here any more.'

/** Asks what the summary says and the abstract does not. */
export const wrong: ActionVerb = {
  name: 'wrong',
  access: 'anyone',
  run: onPaper(async ({ store }, paper, { channel }) => {
    if ((await summaryShown(store.db, paper, channel)) === null) return reply(GONE)
    return askOne(
      { id: `wrong:${paper.id}`, title: 'Wrong summary', submit: 'Send' },
      {
        name: 'reason',
        label: 'What is wrong with it?',
        hint: 'From a manager of this channel, this hides the summary. From anyone else, it tells the managers.',
      },
    )
  }),
}

/** From a manager it hides the summary for the team; from anyone else it alerts the channel's managers. */
export const wrongSubmitted: FormVerb = {
  name: 'wrong',
  access: 'anyone',
  async submit(context, { channel, person, values }, about) {
    const { store, now, mayManage } = context
    const paper = await findPaper(store.db, about as PaperId)
    const shown = paper ? await summaryShown(store.db, paper, channel) : null
    if (!paper || !shown) return reply(GONE)
    const reason = (values.reason ?? '').trim().replaceAll(/\s+/g, ' ').slice(0, LONGEST_REASON)
    if (reason === '') return { errors: { reason: 'Please say in a few words what is wrong.' } }
    const isManager = await mayManage(channel, person)
    const state = isManager ? 'hidden' : 'reported'
    const writer = writerOf(paper, shown)
    await insertSummaryReport(store.db, { paper: paper.id, writer, state, reason, person, channel, at: now() })
    const answer = isManager
      ? await hide(context, paper, teamOf(channel))
      : await report(context, paper, { channel, person, reason })
    await notifyOperator(context, paper, writer)
    await context.deliver()
    return answer
  },
}

async function hide(context: CommandContext, paper: Paper, team: string): Promise<Reply> {
  const changed = await hideSummary(context, paper, team)
  const instead = changed[0]?.instead
  const what = instead?.lines.length ? `show ${describeAuthor(instead)} now` : 'show none now'
  const old = changed.filter(({ isOld }) => isOld).length
  return reply(`The summary is hidden. Its posts here ${what}${old > 0 ? `, but ${old} could not be edited` : ''}.`)
}

type Complaint = { channel: ChannelId; person: PersonId; reason: string }

async function report(context: CommandContext, paper: Paper, complaint: Complaint): Promise<Reply> {
  const { channel: id, person, reason } = complaint
  const channel = await findChannel(context.store.db, id)
  const text = `Somebody finds the summary of “${paper.title}” wrong: “${reason}”. Abstract → Wrong? hides it.`
  await notifyAdmin(context, { about: `wrong:${paper.id}:${person}`, channel, text })
  return reply('Thank you. It is noted for those who manage this channel, and shown to nobody else.')
}

/** Only the operator can hide from all teams what several find wrong. What a team wrote stays with that team. */
async function notifyOperator(context: CommandContext, paper: Paper, writer: Writer): Promise<void> {
  const { store, log } = context
  const reports = (await summaryReportsOn(store.db, paper.id)).filter((one) => one.writer === writer)
  const teams = new Set(reports.map(({ channel }) => teamOf(channel))).size
  if (teams < 2 || reports.some(({ state }) => state === 'withdrawn')) return
  log.warn({ paper: paper.id, writer, teams }, 'several teams find a summary wrong')
  const text =
    `Several teams find the summary of “${paper.title}” wrong. \`paperboy why ${paper.id}\` shows what they say; ` +
    `\`paperboy summarize --hide ${paper.id}\` hides it everywhere.`
  await notifyAdmin(context, { about: `summary:${paper.id}:${writer}`, channel: null, text })
}
