import { type Access, isAllowed } from '../../access/who-may.ts'
import { type PersonId, teamOf } from '../../core/chat.ts'
import { type Message, notice } from '../../core/message.ts'
import type { PaperId } from '../../core/paper.ts'
import { formatDay } from '../../core/schedule.ts'
import { takeAdvisoryLock } from '../../db/advisory-lock.ts'
import type { Db } from '../../db/db.ts'
import {
  type Agenda,
  type AgendaItem,
  addItem,
  dropItem,
  findAgenda,
  itemsOf,
  markChanged,
  papersEverOn,
  recordDecline,
  setPresenter,
} from '../../meetings/agenda/stored-agendas.ts'
import { showAgenda } from '../../meetings/agenda/view.ts'
import { readBallot } from '../../meetings/ballot.ts'
import { recordOffer } from '../../meetings/presenters.ts'
import { freshKey, planMessage } from '../../outbox/plan-deliveries.ts'
import { findPapers } from '../../papers/papers.ts'
import { askButton, reply } from '../replies.ts'
import type { RunAction } from '../verb.ts'

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
export const present = onItem('anyone', async ({ db, agenda, items, item, person, now }) => {
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
})

/** The answers of somebody who was asked to swap. */
const answerToSwap = (answer: (swap: Swap) => Promise<string>): RunAction =>
  onItem('anyone', async ({ db, agenda, items, item, other, person, now }) => {
    const theirs = items.find(({ paper }) => paper === other)
    const isAsked = item.presenter === person && theirs?.presenter && theirs.presenter !== person
    if (!isAsked) return 'The talks have changed since; nothing was swapped.'
    return answer({ db, agenda, now, mine: item, theirs })
  })

export const acceptSwap = answerToSwap(swapTalks)
export const refuseSwap = answerToSwap(keepTalk)

export const decline = onItem('anyone', async ({ db, agenda, item, person }) => {
  if (item.presenter !== person) return 'Somebody else was asked to present it.'
  await recordDecline(db, agenda, person)
  await setPresenter(db, agenda, { paper: item.paper, presenter: null, answer: null })
  return 'Thank you for saying so; somebody else is asked.'
})

/** The next paper of the ballot takes its place. */
export const swap = onItem('manager', async ({ db, agenda, item, now }) => {
  const gone = await papersEverOn(db, agenda)
  const next = (await readBallot(db, agenda.team, now)).find(({ paper }) => !gone.has(paper))
  if (!next) return 'No other paper has votes.'
  await dropItem(db, agenda, item.paper)
  await addItem(db, agenda, { paper: next.paper, votes: next.votes, presenter: null, answer: null })
  return 'Another paper is on the agenda instead.'
})

export const drop = onItem('manager', async ({ db, agenda, item }) => {
  await dropItem(db, agenda, item.paper)
  return 'Off the agenda. It stays on the ballot.'
})

/**
 * The buttons change one paper of one agenda, whose post shows it at once. They are for people of the agenda's channel,
 * not for teams that only vote with it; and for the presenter, who may have been asked in a direct message.
 */
function onItem(access: Access, change: (pressed: ItemAction) => Promise<string>): RunAction {
  return async (context, { channel, person, value }) => {
    const { store, now } = context
    const [date = '', team = '', paper = '', other = ''] = value.split(' ')
    const known = teamOf(channel) === team && (await findAgenda(store.db, team, date))
    const isOurs = known && (await isAllowed(context, access, { channel: known.channel, person }))
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
    const agenda = await findAgenda(store.db, team, date)
    if (agenda) await showAgenda(context, agenda)
    await context.deliver()
    return reply(answer, askButton('Agenda', 'agenda'))
  }
}

type Swap = { db: Db; agenda: Agenda; now: number; mine: AgendaItem; theirs: AgendaItem }

/** Asks who presents `theirs` for it, in exchange for `mine`; nothing changes before they agree. */
async function askToSwap(swap: Swap): Promise<string> {
  const { db, agenda, mine, theirs } = swap
  const [wanted, offered] = await titlesOf(db, theirs.paper, mine.paper)
  const value = `${agenda.date} ${agenda.team} ${theirs.paper} ${mine.paper}`
  const asks = `Somebody asks to swap talks with you on ${formatDay(agenda.date)}`
  const message = {
    ...notice(`${asks}: you would present “${offered}”, and they “${wanted}”.`),
    buttons: [
      { label: 'Swap', action: 'accept-swap', value },
      { label: 'Keep mine', action: 'refuse-swap', value },
    ],
  }
  await tell(swap, `swap:${value}`, message)
  const asked = `Who presents “${wanted}” is asked to swap it for “${offered}”.`
  return `${asked} You hear what they say; until then nothing changes.`
}

/** `mine` was asked for by who presents `theirs`. */
async function swapTalks(swap: Swap): Promise<string> {
  const { db, agenda, mine, theirs } = swap
  await setPresenter(db, agenda, { paper: mine.paper, presenter: theirs.presenter, answer: 'accepted' })
  await setPresenter(db, agenda, { paper: theirs.paper, presenter: mine.presenter, answer: 'accepted' })
  const [given, taken] = await titlesOf(db, mine.paper, theirs.paper)
  await tellAsker(swap, `Swapped: you present “${given}” on ${formatDay(agenda.date)}.`)
  return `Swapped: you present “${taken}” now, and they know.`
}

async function keepTalk(swap: Swap): Promise<string> {
  const [kept, theirs] = await titlesOf(swap.db, swap.mine.paper, swap.theirs.paper)
  await tellAsker(swap, `No swap: “${kept}” keeps its presenter. You present “${theirs}”, as before.`)
  return `You keep “${kept}”, and they know.`
}

const tellAsker = (swap: Swap, text: string): Promise<void> =>
  tell(swap, `swapped:${swap.agenda.team}:${swap.mine.paper}`, notice(text))

async function tell({ db, now, theirs }: Swap, what: string, message: Message): Promise<void> {
  if (theirs.presenter) await planMessage(db, { key: freshKey(what), to: { person: theirs.presenter }, message, now })
}

async function titlesOf(db: Db, ...ids: PaperId[]): Promise<string[]> {
  const papers = await findPapers(db, ids)
  return ids.map((id) => papers.get(id)?.title ?? id)
}
