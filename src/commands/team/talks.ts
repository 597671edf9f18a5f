import { timezoneOf } from '../../channels/channels.ts'
import { teamOf } from '../../core/chat.ts'
import { notice } from '../../core/message.ts'
import type { Paper, PaperId } from '../../core/paper.ts'
import { localDate } from '../../core/schedule.ts'
import type { Db } from '../../db/db.ts'
import { discussionKey } from '../../meetings/agenda/stored-agendas.ts'
import { closeDiscussion, discussionsOf, saveVerdict } from '../../meetings/discussions.ts'
import { recordOffer } from '../../meetings/presenters.ts'
import { freshKey, planMessage } from '../../outbox/plan-deliveries.ts'
import { postOf } from '../../outbox/posts.ts'
import { findPaper } from '../../papers/papers.ts'
import { onNamedPaper, onPaper } from '../reading/find-paper.ts'
import { askButton, askOne, inTeam, reply } from '../replies.ts'
import { type Asker, anyWords, type CommandContext, type SubmitForm, type Verb } from '../verb.ts'

const MAX_VERDICT = 500
const AGENDA = askButton('Agenda', 'agenda')

export const done: Verb = {
  name: 'done',
  usage: 'done TITLE',
  does: 'mark it discussed, with a verdict',
  cap: null,
  access: 'manager',
  isForTeams: true,
  parse: anyWords,
  choice: 'done',
  run: inTeam(onNamedPaper('done', askForVerdict)),
}

export const doneAction = onPaper(askForVerdict)

export const verdictSubmitted: SubmitForm = async ({ store, defaults, now, deliver }, { channel, values }, about) => {
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
  return reply(`Discussed: “${paper.title}”.${verdict === null ? '' : ` ${verdict}`}`)
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

async function askForVerdict({ store }: CommandContext, paper: Paper, { channel }: Pick<Asker, 'channel'>) {
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

export const present: Verb = {
  name: 'present',
  usage: 'present TITLE',
  does: 'offer to present it, as 🙋 does',
  cap: 'present',
  isForTeams: true,
  parse: anyWords,
  choice: 'offer',
  run: inTeam(onNamedPaper('offer', offerToPresent)),
}

export const offerAction = onPaper(offerToPresent)

async function offerToPresent({ store, now }: CommandContext, { id, title }: Paper, { channel, person }: Asker) {
  await recordOffer(store.db, { team: teamOf(channel), paper: id, person, stands: true, now: now() })
  const takeBack = { label: 'Take it back', action: 'unoffer', value: id }
  return reply(`You offered to present “${title}”. Once it comes onto an agenda, you do.`, takeBack, AGENDA)
}

export const unofferAction = onPaper(async ({ store, now }, paper, { channel, person }) => {
  await recordOffer(store.db, { team: teamOf(channel), paper: paper.id, person, stands: false, now: now() })
  return reply(`Taken back: “${paper.title}”.`)
})
