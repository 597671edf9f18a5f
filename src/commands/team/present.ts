import { teamOf } from '../../core/chat.ts'
import { recordOffer } from '../../meetings/offers.ts'
import { onNamedPaper, onPaper } from '../reading/find-paper.ts'
import { reply } from '../replies.ts'
import { type ActionVerb, anyWords, type Verb } from '../verb.ts'
import { inTeam } from './in-team.ts'

export const present: Verb = {
  name: 'present',
  usage: 'present TITLE',
  does: 'offer to present it, as 🙋 does',
  access: 'anyone',
  parse: anyWords,
  run: inTeam(
    onNamedPaper(async ({ store, now }, { id, title }, { channel, person }) => {
      await recordOffer(store.db, { team: teamOf(channel), paper: id, person, stands: true, now: now() })
      return reply(`You offered to present ${title}. Once it comes onto an agenda, you do.`, {
        label: 'Take it back',
        action: 'unoffer',
        value: id,
      })
    }),
  ),
}

export const unofferAction: ActionVerb = {
  name: 'unoffer',
  access: 'anyone',
  run: onPaper(async ({ store, now }, paper, { channel, person }) => {
    await recordOffer(store.db, { team: teamOf(channel), paper: paper.id, person, stands: false, now: now() })
    return reply(`Taken back: ${paper.title}.`)
  }),
}
