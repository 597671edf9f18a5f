import type { Channel } from '../../channels/channels.ts'
import type { Defaults } from '../../channels/settings.ts'
import { formatMoment } from '../../core/schedule.ts'
import type { PartOutcome } from '../../state/state.ts'
import { type HealthIssue, issueOf } from './health-issue.ts'

/** What went wrong, as the beginning of a sentence, by kind and step. */
const DESCRIPTIONS: Record<string, string> = {
  'channel ': 'Its digest could not be planned',
  'channel weekly': 'Its weekly look back failed',
  'team agenda': 'The agenda of its meeting could not be prepared',
  'team agenda shown': 'The agenda of its meeting could not be updated',
  'team meeting': 'Its meeting could not be prepared',
  'team tally': 'Votes could not be shown on a post',
  'follow follow': 'New papers could not be compared with what somebody follows',
  'follow tell': 'News for somebody who follows papers could not be prepared',
  'listed ': 'The listed channel NAME cannot be posted to',
  'model ': 'The model for NAME failed',
  'tick ': 'The last round stopped early',
  'step ': 'The step “NAME” of the last round failed',
  'source collect': 'Reading NAME stopped early',
  'platform token': 'Nothing reaches NAME',
  'platform start': 'NAME could not be started',
  'platform listed': 'The listed channels of NAME could not be looked up',
  'platform votes': 'Votes on NAME could not be settled',
  'platform send': 'Messages to NAME could not be sent',
  'web ': 'NAME does not lead here',
  'disk ': 'The disk is almost full',
}

/** Without these steps nobody gets a digest. */
const REQUIRED_STEPS = new Set(['collect', 'plan', 'word'])

export function describePart({ kind, step, name, problem }: PartOutcome): string {
  const description = DESCRIPTIONS[`${kind} ${step ?? ''}`] ?? DESCRIPTIONS[`${kind} `] ?? `${kind} NAME`
  return `${description.replace('NAME', name)}: ${problem}`
}

/** The failures that parts recorded; a channel's is for its manager. */
export function partIssues(outcomes: PartOutcome[], channels: Channel[], { timezone }: Defaults): HealthIssue[] {
  const byId = new Map<string, Channel>(channels.map((channel) => [channel.id, channel]))
  return outcomes.flatMap((outcome): HealthIssue[] => {
    const { kind, name, step, problem, since } = outcome
    // Sources that answer with an error are found in the database; here, those that threw.
    if (problem === null || (kind === 'source' && step === undefined)) return []
    const channel = kind === 'team' ? channels.find(({ team }) => team === name) : byId.get(name)
    if (kind === 'channel' && channel?.state !== 'active') return []
    const about = kind === 'platform' && step === 'token' ? 'workspace' : aboutOf(kind)
    const what = `${describePart(outcome)} (since ${formatMoment(since, timezone)})`
    const cause = `${kind}:${step ?? ''}:${name}`
    return [issueOf({ about, cause, channel: channel ?? null, what, blocks: blockedBy(outcome), since })]
  })
}

/** The places that get nothing meanwhile. */
function blockedBy({ kind, name, step }: PartOutcome): string[] {
  if (kind === 'channel' && step !== 'weekly') return [name]
  if (kind === 'platform' && step === 'token') return [`${name}:`]
  return kind === 'tick' || (kind === 'step' && REQUIRED_STEPS.has(name)) ? [''] : []
}

function aboutOf(kind: PartOutcome['kind']): HealthIssue['about'] {
  if (kind === 'model' || kind === 'source' || kind === 'web') return kind
  return kind === 'platform' || kind === 'listed' ? 'platform' : 'schedule'
}
