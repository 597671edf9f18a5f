import { teamOf } from '../../core/chat.ts'
import type { Paper } from '../../core/paper.ts'
import { recordOffer } from '../../meetings/offers.ts'
import { onNamedPaper, onPaper } from '../reading/find-paper.ts'
import { askButton, reply } from '../replies.ts'
import { type ActionVerb, type Asker, anyWords, type CommandContext, type Verb } from '../verb.ts'
import { inTeam } from './in-team.ts'

const AGENDA = askButton('Agenda', 'agenda')

export const present: Verb = {
  name: 'present',
  usage: 'present TITLE',
  does: 'offer to present it, as 🙋 does',
  access: 'anyone',
  isForTeams: true,
  parse: anyWords,
  choice: 'offer',
  run: inTeam(onNamedPaper('offer', offerToPresent)),
}

export const offerAction: ActionVerb = {
  name: 'offer',
  access: 'anyone',
  run: onPaper(offerToPresent),
}

async function offerToPresent({ store, now }: CommandContext, { id, title }: Paper, { channel, person }: Asker) {
  await recordOffer(store.db, { team: teamOf(channel), paper: id, person, stands: true, now: now() })
  const takeBack = { label: 'Take it back', action: 'unoffer', value: id }
  return reply(`You offered to present ${title}. Once it comes onto an agenda, you do.`, takeBack, AGENDA)
}

export const unofferAction: ActionVerb = {
  name: 'unoffer',
  access: 'anyone',
  run: onPaper(async ({ store, now }, paper, { channel, person }) => {
    await recordOffer(store.db, { team: teamOf(channel), paper: paper.id, person, stands: false, now: now() })
    return reply(`Taken back: ${paper.title}.`)
  }),
}
