import { isDirect, type Reply, teamOf } from '../../core/chat.ts'
import { notice } from '../../core/message.ts'
import type { Paper, PaperId } from '../../core/paper.ts'
import { localDate } from '../../core/schedule.ts'
import type { Db } from '../../db/db.ts'
import { closeDiscussion, discussionsOf, saveVerdict } from '../../meetings/discussions.ts'
import { discussionKey } from '../../meetings/run-meeting.ts'
import { insertDeliveries, postOf } from '../../outbox/deliveries.ts'
import { findPaper } from '../../papers/papers.ts'
import { onPaper } from '../reading/paper-buttons.ts'
import { resolvePaper } from '../reading/why.ts'
import { type ActionVerb, type CommandContext, type FormVerb, reply, type Verb } from '../verb.ts'

const MAX_VERDICT = 500

export const done: Verb = {
  name: 'done',
  usage: 'done TITLE',
  does: 'it was discussed; asks for one line of verdict',
  access: 'manager',
  parse: (rest) => (rest === '' ? null : [rest]),
  async run(context, asked, [text = '']) {
    if (isDirect(asked.channel)) return reply('Ask in a channel of your server: each has its own reading group.')
    const paper = await resolvePaper(context, text, asked)
    if (!paper) return reply(`No paper here is called “${text}”. Its link or arXiv identifier finds it surely.`)
    return verdictForm(context, teamOf(asked.channel), paper)
  },
}

export const doneAction: ActionVerb = {
  name: 'done',
  access: 'manager',
  run: onPaper((context, paper, { channel }) => verdictForm(context, teamOf(channel), paper)),
}

export const verdictSubmitted: FormVerb = {
  name: 'verdict',
  access: 'manager',
  async submit(context, { channel, values }, about) {
    const { store, defaults, now } = context
    const paper = await findPaper(store.db, about as Paper['id'])
    if (!paper) return reply('That paper is not here any more.')
    const verdict = values.verdict?.trim().replaceAll(/\s+/g, ' ').slice(0, MAX_VERDICT) || null
    const team = teamOf(channel)
    await store.write(async (db) => {
      await closeDiscussion(db, { team, paper: paper.id, date: localDate(defaults.timezone, now()), now: now() })
      await saveVerdict(db, team, paper.id, verdict)
      await postVerdict(db, { team, paper: paper.id, verdict, now: now() })
    })
    await context.deliver()
    return reply(`Discussed: ${paper.title}.${verdict === null ? '' : ` ${verdict}`}`)
  },
}

/** What came out of it ends the thread in which it was discussed, if there is one. */
async function postVerdict(db: Db, { team, paper, verdict, now }: NewVerdict): Promise<void> {
  const [discussion] = await discussionsOf(db, [team], [paper])
  const parent = discussionKey({ team, date: discussion?.date ?? '' }, paper)
  const post = verdict === null ? null : await postOf(db, parent)
  if (!post || verdict === null) return
  const message = { ...notice(verdict), heading: 'Verdict' }
  const key = `${parent}:verdict:${now}`
  await insertDeliveries(db, [
    { key, place: post.channel, team, seq: now * 1000, parent, subject: { kind: 'said', message }, plannedAt: now },
  ])
}

type NewVerdict = { team: string; paper: PaperId; verdict: string | null; now: number }

async function verdictForm({ store }: CommandContext, team: string, paper: Paper): Promise<Reply> {
  const [before] = await discussionsOf(store.db, [team], [paper.id])
  return {
    form: {
      id: `verdict:${paper.id}`,
      title: 'Discussed',
      submit: 'Save',
      fields: [
        {
          name: 'verdict',
          label: 'What came out of it, in one line',
          hint: `${paper.title.slice(0, 90)}. Empty marks it discussed and says nothing.`,
          value: before?.verdict ?? '',
          options: null,
        },
      ],
    },
  }
}
