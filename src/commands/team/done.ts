import { timezoneOf } from '../../channels/channels.ts'
import { type Reply, teamOf } from '../../core/chat.ts'
import { notice } from '../../core/message.ts'
import type { Paper, PaperId } from '../../core/paper.ts'
import { localDate } from '../../core/schedule.ts'
import type { Db } from '../../db/db.ts'
import { discussionKey } from '../../meetings/agenda/delivery.ts'
import { closeDiscussion, discussionsOf, saveVerdict } from '../../meetings/discussions.ts'
import { freshKey, planMessage } from '../../outbox/plan-deliveries.ts'
import { postOf } from '../../outbox/posts.ts'
import { findPaper } from '../../papers/papers.ts'
import { onNamedPaper, onPaper } from '../reading/find-paper.ts'
import { askOne, reply } from '../replies.ts'
import { type ActionVerb, type Asker, anyWords, type CommandContext, type FormVerb, type Verb } from '../verb.ts'
import { inTeam } from './in-team.ts'

const MAX_VERDICT = 500

export const done: Verb = {
  name: 'done',
  usage: 'done TITLE',
  does: 'mark it discussed, with a verdict',
  access: 'manager',
  isForTeams: true,
  parse: anyWords,
  choice: 'done',
  run: inTeam(onNamedPaper('done', askForVerdict)),
}

export const doneAction: ActionVerb = {
  name: 'done',
  access: 'manager',
  run: onPaper(askForVerdict),
}

export const verdictSubmitted: FormVerb = {
  name: 'verdict',
  access: 'manager',
  async submit({ store, defaults, now, deliver }, { channel, values }, about) {
    const paper = await findPaper(store.db, about as Paper['id'])
    if (!paper) return reply('That paper is not here any more.')
    const verdict = values.verdict?.trim().replaceAll(/\s+/g, ' ').slice(0, MAX_VERDICT) || null
    const discussed = { team: teamOf(channel), paper: paper.id, now: now() }
    const date = localDate(await timezoneOf(store.db, channel, defaults), now())
    await store.write(async (db) => {
      await closeDiscussion(db, { ...discussed, date })
      await saveVerdict(db, discussed.team, paper.id, verdict)
      if (verdict !== null) await postVerdict(db, discussed, verdict)
    })
    await deliver()
    return reply(`Discussed: ${paper.title}.${verdict === null ? '' : ` ${verdict}`}`)
  },
}

type Discussed = { team: string; paper: PaperId; now: number }

/** Ends the thread in which the paper was discussed, if there is one. */
async function postVerdict(db: Db, { team, paper, now }: Discussed, verdict: string): Promise<void> {
  const [discussion] = await discussionsOf(db, [team], [paper])
  const parent = discussionKey({ team, date: discussion?.date ?? '' }, paper)
  const post = await postOf(db, parent)
  const message = { ...notice(verdict), heading: 'Verdict' }
  const key = freshKey(`${parent}:verdict`)
  if (post) await planMessage(db, { key, to: { channel: post.channel }, parent, message, now })
}

async function askForVerdict(
  { store }: CommandContext,
  paper: Paper,
  { channel }: Pick<Asker, 'channel'>,
): Promise<Reply> {
  const [before] = await discussionsOf(store.db, [teamOf(channel)], [paper.id])
  return askOne(
    { id: `verdict:${paper.id}`, title: 'Discussed', submit: 'Save' },
    {
      name: 'verdict',
      label: 'What came out of it, in one line',
      hint: `${paper.title.slice(0, 90)}. Empty marks it discussed and says nothing.`,
      value: before?.verdict ?? '',
      isRequired: false,
    },
  )
}
