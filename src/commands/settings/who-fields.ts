import { ADMINS, named, type Who } from '../../channels/settings.ts'
import { type ChannelId, hasTeam, type PersonId, platformOf, teamOf } from '../../core/chat.ts'
import { type Card, choicesOf, type FormField, lineOf } from '../../core/message.ts'
import type { Traits } from '../../core/setup.ts'
import { quoted } from '../../core/text/nearest.ts'
import { listed } from './setting-field.ts'

export type SettingTraits = Pick<Traits, 'hasRoles' | 'isOpen'>

/** The channel that a value is for: people of elsewhere cannot be named there. */
export type ChannelTraits = { channel: ChannelId; traits: SettingTraits }

/** The answer of the form that means whom its next field lists. */
const CHOSEN = 'chosen below'
export const WHO_CHOICES = choicesOf(['default', 'everyone', 'admins', CHOSEN])
/** Discord selects no more. */
const MOST_CHOSEN = 25
export const WHO_HINT =
  `everyone, admins, default or up to ${MOST_CHOSEN} people of this workspace or server; ` +
  '`/papers settings` lets you choose them'
/** `<id> <name>`, as it is chosen in a form. */
const ROLE = /^\d{15,25} \S/

const chosenName = (name: string): string => `${name}-chosen`

/** Null where it names what is nobody here; without a place, nobody can be named. */
export function readWho(text: string, place: ChannelTraits | null): Who | null {
  if (text === 'everyone') return text
  if (text === 'admins') return ADMINS
  const lines = place === null ? [] : text.split('\n')
  const isRole = (line: string): boolean => place?.traits.hasRoles === true && ROLE.test(line)
  const roles = lines.filter(isRole).map(roleOf)
  const people = lines.filter((line) => !isRole(line)).flatMap(listed)
  const parsed = named.safeParse({
    people: [...new Set(people)].toSorted(),
    roles: roles.toSorted((a, b) => a.id.localeCompare(b.id)),
  })
  const count = people.length + roles.length
  if (!parsed.success || place === null || count === 0 || count > MOST_CHOSEN) return null
  return parsed.data.people.every((person) => isOfPlace(person, place.channel)) ? parsed.data : null
}

function roleOf(line: string): { id: string; name: string } {
  const [id = '', ...name] = line.split(' ')
  return { id, name: name.join(' ') }
}

/** An account of this platform, and where accounts belong to a team, of this one. */
const isOfPlace = (person: PersonId, channel: ChannelId): boolean =>
  platformOf(person) === platformOf(channel) && (!hasTeam(person) || teamOf(person) === teamOf(channel))

/** As one typed text. What is chosen in the list counts when it was changed, or when the answer says so. */
export function joinChosen(name: string, own: Who | null, values: Record<string, string>): string | undefined {
  const [answer, chosen] = [values[name]?.trim(), values[chosenName(name)]]
  if (answer === undefined || chosen === undefined) return answer
  const isChanged = answer === answerOf(own) && idsOf(chosen) !== idsOf(listOf(own))
  return (answer === CHOSEN || isChanged) && chosen.trim() !== '' ? chosen.trim() : answer
}

export const whyRefused = (text: string): string =>
  text === CHOSEN ? 'Nobody is chosen below it.' : `${quoted(text)} is not ${WHO_HINT}.`

export type WhoField = { name: string; label: string; chosenLabel: string; usual(traits: SettingTraits): string }

export function whoFormFields(field: WhoField, own: Who | null, traits: SettingTraits): FormField[] {
  const { name, label, chosenLabel, usual } = field
  const everyone = traits.isOpen ? 'who sees the channel' : 'full members, no guests'
  const hint = `Default: ${usual(traits)}. Everyone: ${everyone}. Admins always may.`
  const answer: FormField['input'] = { kind: 'one', choices: WHO_CHOICES }
  return [
    { name, label, hint, value: answerOf(own), isRequired: false, input: answer },
    {
      name: chosenName(name),
      label: chosenLabel,
      hint: null,
      value: listOf(own),
      isRequired: false,
      input: { kind: 'people' },
    },
  ]
}

/** “2 people, Curators”. */
export function describeWho(who: Who | null): string {
  const answer = answerOf(who)
  const { people, roles } = membersOf(who)
  const counted = people.length === 0 ? [] : [people.length === 1 ? '1 person' : `${people.length} people`]
  return answer === CHOSEN ? [...counted, ...roles.map(({ name }) => name)].join(', ') : answer
}

/** A line for each, whose name the platform shows; nobody’s phone lights up. */
export const namingCards = (label: string, who: Who | null): Card[] =>
  membersOf(who).people.map((person) => ({ ...lineOf(''), mention: { label: `${label}:`, person, rings: false } }))

const membersOf = (who: Who | null) => (who === null || who === 'everyone' ? { people: [], roles: [] } : who)

function answerOf(who: Who | null): string {
  if (who === null || who === 'everyone') return who ?? 'default'
  return who.people.length + who.roles.length === 0 ? 'admins' : CHOSEN
}

/** A person or a role a line, as the list takes it. */
function listOf(who: Who | null): string {
  const { people, roles } = membersOf(who)
  return [...people, ...roles.map(({ id, name }) => `${id} ${name}`)].join('\n')
}

/** Lists name the same whatever their order, and whatever a role is called by now. */
const idsOf = (list: string): string =>
  list
    .split('\n')
    .map((line) => line.split(' ')[0])
    .toSorted()
    .join()
