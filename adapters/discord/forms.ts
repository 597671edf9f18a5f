import { randomBytes } from 'node:crypto'
import { ComponentType, SelectMenuDefaultValueType as SelectedType, TextInputStyle } from 'discord.js'
import type { KeptTexts, PersonId } from '../../src/core/chat.ts'
import { type Form, type FormField, type Message, notice } from '../../src/core/message.ts'
import { fitsMenu } from '../shared/cards.ts'
import { cut } from '../shared/text.ts'
import { WRITABLE } from './channels.ts'
import { userNumber } from './ids.ts'
import { packId } from './render/buttons.ts'
import { oneLine } from './render/markdown.ts'

/** Discord: fields in one modal. A longer form is filled in by parts. */
const FIELDS = 5
// “Component Reference”, in characters.
const LONGEST_TITLE = 45
const LONGEST_HINT = 100
const LONGEST_VALUE = 4_000
const MOST_OPTIONS = 25

export const OPEN_FORM = 'form'

type Opened = { form: Form; values: Record<string, string> }
type Filled = { form: string; values: Record<string, string> }

const keyOf = (reference: string): string => reference.split('.')[0] ?? ''

/** Forms that people have before them. Discord gives back an id and what was typed: the rest is kept. */
export function createForms(kept: KeptTexts) {
  const save = (key: string, opened: Opened) => kept.keep(`form:${key}`, JSON.stringify(opened))

  async function find(reference: string): Promise<Opened | null> {
    return JSON.parse((await kept.find(`form:${keyOf(reference)}`)) ?? 'null')
  }

  async function keep(form: Form): Promise<string> {
    const key = randomBytes(9).toString('base64url')
    await save(key, { form, values: Object.fromEntries(form.fields.map(({ name, value }) => [name, value])) })
    return key
  }

  async function modal(reference: string) {
    const [, part = '0'] = reference.split('.')
    const kept = await find(reference)
    return kept ? renderModal(kept, packId(OPEN_FORM, reference), Number(part)) : null
  }

  return {
    /** A modal where the form fits into one; null when it is to be asked for by `invite`. */
    async open(form: Form) {
      return form.fields.length <= FIELDS ? modal(`${await keep(form)}.0`) : null
    },
    async invite(form: Form): Promise<Message> {
      const key = await keep(form)
      const buttons = partsOf(form).map((fields, part) => ({
        label: fields.map(({ label }) => label).join(', '),
        action: OPEN_FORM,
        value: `${key}.${part}`,
      }))
      return { ...notice(describe(form)), heading: form.title, buttons }
    },
    /** What the button of an invitation opens; null when the form is too old. */
    modal,
    /** The whole form’s values after a part was sent in; null when the form is too old. */
    async submit(reference: string, typed: Record<string, string>): Promise<Filled | null> {
      const kept = await find(reference)
      if (!kept) return null
      const values = { ...kept.values, ...typed }
      await save(keyOf(reference), { ...kept, values })
      return { form: kept.form.id, values }
    },
    /** What was wrong, by field, with a button back to what was typed. */
    async complain(reference: string, errors: Record<string, string>): Promise<Message> {
      const fields = (await find(reference))?.form.fields ?? []
      const lines = Object.entries(errors).map(
        ([name, problem]) => `${fields.find((field) => field.name === name)?.label ?? name}: ${problem}`,
      )
      return { ...notice(lines.join('\n')), buttons: [{ label: 'Change it', action: OPEN_FORM, value: reference }] }
    },
  }
}

/** As many fields as fit together; a list of people stays with the answer that it belongs to. */
function partsOf({ fields }: Form): FormField[][] {
  const parts: FormField[][] = []
  fields.forEach((field, index) => {
    const part = parts.at(-1)
    const wanted = fields[index + 1]?.input.kind === 'people' ? 2 : 1
    if (part && part.length + wanted <= FIELDS) part.push(field)
    else parts.push([field])
  })
  return parts
}

const describe = ({ fields }: Form): string =>
  fields
    .map(({ label, value, input, hint }) => {
      const shown = input.kind === 'people' ? nameAll(value) : input.kind === 'channel' ? nameOf(value) : value
      return `${label}: ${shown || '–'}${hint ? ` (${hint})` : ''}`
    })
    .join('\n')

const nameOf = (value: string): string => value.slice(value.indexOf(' ') + 1)

/** Roles have a name here; people would only be numbers. */
function nameAll(value: string): string {
  const lines = linesOf(value)
  const people = lines.filter((line) => line.startsWith('discord:')).length
  const roles = lines.filter((line) => !line.startsWith('discord:')).map(nameOf)
  return [...(people > 0 ? [`${people} named`] : []), ...roles].join(', ')
}

const linesOf = (value: string): string[] => value.split('\n').filter((line) => line !== '')

function renderModal({ form, values }: Opened, id: string, part: number) {
  return {
    custom_id: id,
    title: cut(oneLine(form.title), LONGEST_TITLE) || '…',
    components: (partsOf(form)[part] ?? []).map((field) => ({
      type: ComponentType.Label as const,
      label: cut(oneLine(field.label), LONGEST_TITLE) || '…',
      ...(field.hint && { description: cut(oneLine(field.hint), LONGEST_HINT) }),
      component: renderField(field, values[field.name] ?? ''),
    })),
  }
}

function renderField({ name, isRequired, input }: FormField, value: string) {
  const field = { custom_id: name, required: isRequired }
  if (input.kind === 'people')
    return {
      ...chosen(field, linesOf(value).map(selected)),
      type: ComponentType.MentionableSelect as const,
      min_values: 0,
      max_values: MOST_OPTIONS,
    }
  if (input.kind === 'channel')
    return {
      ...chosen(field, value === '' ? [] : [{ id: value.split(' ')[0] ?? '', type: SelectedType.Channel as const }]),
      type: ComponentType.ChannelSelect as const,
      channel_types: [...WRITABLE],
    }
  if ((input.kind === 'one' || input.kind === 'several') && fitsMenu(input.choices, MOST_OPTIONS, LONGEST_HINT)) {
    const chosen = input.kind === 'several' ? linesOf(value) : [value]
    const options = input.choices.map(({ label, value: one }) => {
      return { label: cut(label, LONGEST_HINT), value: one, default: chosen.includes(one) }
    })
    const several = input.kind === 'several' && { min_values: 0, max_values: options.length }
    return { ...field, type: ComponentType.StringSelect as const, options, ...several }
  }
  const shown = input.kind === 'several' ? linesOf(value).join(', ') : value
  return {
    ...field,
    type: ComponentType.TextInput as const,
    style: shown.length > 100 ? TextInputStyle.Paragraph : TextInputStyle.Short,
    ...(shown !== '' && { value: cut(shown, LONGEST_VALUE / 2) }),
  }
}

function chosen<Kind extends SelectedType>(
  field: { custom_id: string; required: boolean },
  values: { id: string; type: Kind }[],
) {
  const shown = values.slice(0, MOST_OPTIONS)
  return { ...field, ...(shown.length > 0 && { default_values: shown }) }
}

function selected(line: string): { id: string; type: SelectedType.User | SelectedType.Role } {
  const [id = ''] = line.split(' ')
  return id.startsWith('discord:')
    ? { id: userNumber(id as PersonId), type: SelectedType.User }
    : { id, type: SelectedType.Role }
}
