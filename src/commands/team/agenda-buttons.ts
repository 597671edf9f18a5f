import { type Access, isAllowed } from '../../access/who-may.ts'
import { type PersonId, teamOf } from '../../core/chat.ts'
import type { PaperId } from '../../core/paper.ts'
import { takeAdvisoryLock } from '../../db/advisory-lock.ts'
import type { Db } from '../../db/db.ts'
import { type AgendaItem, addItem, dropItem, droppedFrom, itemsOf, setPresenter } from '../../meetings/agenda/items.ts'
import { type Agenda, findAgenda, markChanged, recordDecline } from '../../meetings/agenda/stored-agendas.ts'
import { showAgenda } from '../../meetings/agenda/view.ts'
import { readBallot } from '../../meetings/ballot.ts'
import { recordOffer } from '../../meetings/offers.ts'
import { teamSettingsOf } from '../../voting/voter-groups.ts'
import { askButton, reply } from '../replies.ts'
import type { ActionVerb } from '../verb.ts'
import { askToSwap, keepTalk, type Swap, swapTalks } from './swap.ts'

type ItemAction = {
  db: Db
  agenda: Agenda
  items: AgendaItem[]
  item: AgendaItem
  other: string
  person: PersonId
  now: number
}

/** The person who presses it presents. Who said yes before is asked first, and swaps only if they agree. */
const presentAction: ActionVerb = {
  name: 'present',
  access: 'anyone',
  run: onItem('anyone', async ({ db, agenda, items, item, person, now }) => {
    const own = items.find(({ presenter }) => presenter === person)
    if (own === item && item.answer === 'accepted') return 'You present it already. “I can’t” takes it back.'
    if (item.presenter !== null && item.answer === 'accepted') {
      if (own) return askToSwap({ db, agenda, now, mine: own, theirs: item })
      await recordOffer(db, { team: agenda.team, paper: item.paper, person, stands: true, now })
      return 'Somebody has said yes to presenting it already. Your offer is noted, in case they cannot.'
    }
    if (own && own !== item) await setPresenter(db, agenda, { paper: own.paper, presenter: null, answer: null })
    await setPresenter(db, agenda, { paper: item.paper, presenter: person, answer: 'accepted' })
    return 'You present it. “I can’t” takes it back.'
  }),
}

/** The answers of somebody who was asked to swap. */
const answerToSwap = (name: string, answer: (swap: Swap) => Promise<string>): ActionVerb => ({
  name,
  access: 'anyone',
  run: onItem('anyone', async ({ db, agenda, items, item, other, person, now }) => {
    const theirs = items.find(({ paper }) => paper === other)
    const isAsked = item.presenter === person && theirs?.presenter && theirs.presenter !== person
    return isAsked
      ? answer({ db, agenda, now, mine: item, theirs })
      : 'The talks have changed since; nothing was swapped.'
  }),
})

const acceptSwapAction = answerToSwap('accept-swap', swapTalks)
const refuseSwapAction = answerToSwap('refuse-swap', keepTalk)

const declineAction: ActionVerb = {
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
const swapAction: ActionVerb = {
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

const dropAction: ActionVerb = {
  name: 'drop',
  access: 'manager',
  run: onItem('manager', async ({ db, agenda, item }) => {
    await dropItem(db, agenda, item.paper)
    return 'Off the agenda. It stays on the ballot.'
  }),
}

/**
 * The buttons change one paper of one agenda, whose post shows it at once. They are for people of the agenda's channel,
 * not for teams that only vote with it; and for the presenter, who may have been asked in a direct message.
 */
function onItem(access: Access, change: (pressed: ItemAction) => Promise<string>): ActionVerb['run'] {
  return async (context, { channel, person, value }) => {
    const { store, now } = context
    const [date = '', team = '', paper = '', other = ''] = value.split(' ')
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
      const changed = await change({ db, agenda, items, item, other, person, now: now() })
      await markChanged(db, agenda, now())
      return changed
    })
    const [agenda, { meeting }] = [await findAgenda(store.db, team, date), await teamSettingsOf(store.db, team)]
    if (agenda && meeting) await showAgenda(context, agenda, meeting)
    await context.deliver()
    return reply(answer, askButton('Agenda', 'agenda'))
  }
}

export const agendaActions: ActionVerb[] = [
  presentAction,
  declineAction,
  acceptSwapAction,
  refuseSwapAction,
  swapAction,
  dropAction,
]
