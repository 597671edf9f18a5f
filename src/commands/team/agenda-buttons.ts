import { type Access, isAllowed } from '../../access/verb-access.ts'
import { type PersonId, type Reply, teamOf } from '../../core/chat.ts'
import type { PaperId } from '../../core/paper.ts'
import { takeAdvisoryLock } from '../../db/advisory-lock.ts'
import type { Db } from '../../db/db.ts'
import { showAgenda } from '../../meetings/agenda-view.ts'
import { readBallot } from '../../meetings/ballot.ts'
import {
  type Agenda,
  type AgendaItem,
  addItem,
  dropItem,
  droppedFrom,
  findAgenda,
  itemsOf,
  markAgenda,
  recordDecline,
  setPresenter,
} from '../../meetings/stored-agendas.ts'
import { teamSettingsOf } from '../../voting/voter-groups.ts'
import { type ActionVerb, type CommandContext, reply } from '../verb.ts'

type ItemAction = { db: Db; agenda: Agenda; items: AgendaItem[]; item: AgendaItem; person: PersonId; now: number }

/** Whoever presses it presents, unless somebody else has said so; two who present change places. */
export const presentAction: ActionVerb = {
  name: 'present',
  access: 'anyone',
  run: onItem('anyone', async ({ db, agenda, items, item, person }) => {
    const own = items.find(({ presenter }) => presenter === person)
    const isTaken = item.presenter !== null && item.presenter !== person && item.answer === 'accepted'
    if (isTaken && !own) return 'Somebody has said yes to presenting it already.'
    if (own && own.paper !== item.paper)
      await setPresenter(db, agenda, {
        paper: own.paper,
        presenter: isTaken ? item.presenter : null,
        answer: isTaken ? 'asked' : null,
      })
    await setPresenter(db, agenda, { paper: item.paper, presenter: person, answer: 'accepted' })
    return 'You present it. “I can’t” takes it back.'
  }),
}

export const declineAction: ActionVerb = {
  name: 'decline',
  access: 'anyone',
  run: onItem('anyone', async ({ db, agenda, item, person }) => {
    if (item.presenter !== person) return 'Somebody else was asked to present it.'
    await recordDecline(db, agenda, person)
    await setPresenter(db, agenda, { paper: item.paper, presenter: null, answer: null })
    return 'Thank you for saying so; somebody else is asked.'
  }),
}

/** The next paper of the ballot takes its place. */
export const swapAction: ActionVerb = {
  name: 'swap',
  access: 'manager',
  run: onItem('manager', async ({ db, agenda, items, item, now }) => {
    const gone = new Set([...items.map(({ paper }) => paper), ...(await droppedFrom(db, agenda))])
    const next = (await readBallot(db, agenda.team, now)).find(({ paper }) => !gone.has(paper))
    if (!next) return 'No other paper has votes.'
    await dropItem(db, agenda, item.paper)
    await addItem(db, agenda, { paper: next.paper, votes: next.votes, presenter: null, answer: null })
    return 'Another paper is on the agenda instead.'
  }),
}

export const dropAction: ActionVerb = {
  name: 'drop',
  access: 'manager',
  run: onItem('manager', async ({ db, agenda, item }) => {
    await dropItem(db, agenda, item.paper)
    return 'Off the agenda. It stays on the ballot.'
  }),
}

/**
 * The buttons are about one paper of one agenda, whose post shows the change at once. They are for people of its own channel; teams
 * that only vote together with it change nothing. Whoever was asked to present may have been asked in a direct message.
 */
function onItem(access: Access, change: (pressed: ItemAction) => Promise<string>): ActionVerb['run'] {
  return async (context, { channel, person, value }): Promise<Reply> => {
    const { store, now } = context
    const [date = '', team = '', paper = ''] = value.split(' ')
    const known = teamOf(channel) === team ? await findAgenda(store.db, team, date) : null
    const isOurs = known !== null && (await isAllowed(context, access, { channel: known.channel, person }))
    const answer = await store.write(async (db) => {
      await takeAdvisoryLock(db, store.dialect, `agenda:${team}:${date}`)
      const agenda = await findAgenda(db, team, date)
      if (!agenda || agenda.meetsAt <= now()) return 'That meeting has begun, or is over.'
      const items = await itemsOf(db, agenda)
      const item = items.find((one) => one.paper === (paper as PaperId))
      if (!item || !(isOurs || (access === 'anyone' && item.presenter === person)))
        return 'That paper is not on the agenda any more.'
      const said = await change({ db, agenda, items, item, person, now: now() })
      await markAgenda(db, agenda, { changed_at: now() })
      return said
    })
    await refreshPost(context, team, date)
    return reply(answer)
  }
}

async function refreshPost(context: CommandContext, team: string, date: string): Promise<void> {
  const { db } = context.store
  const [agenda, { meeting }] = [await findAgenda(db, team, date), await teamSettingsOf(db, team)]
  if (agenda && meeting) await showAgenda(context, agenda, meeting)
}
