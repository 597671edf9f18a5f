import type { types } from '@slack/bolt'
import { z } from 'zod'
import { attempt } from '../../src/core/attempt.ts'
import type { ChannelId } from '../../src/core/chat.ts'
import type { Form, Message } from '../../src/core/message.ts'
import { personId } from './ids.ts'
import { plainText } from './render/controls.ts'
import { FIELD, renderField } from './render/inputs.ts'
import { renderMessage } from './render.ts'

/** Slack’s limit (Reference: views). */
const TITLE_LENGTH = 24

/** What a modal must remember, since Slack does not say in which channel it was opened. */
const metadata = z.object({
  channel: z.custom<ChannelId>((value) => typeof value === 'string' && value.startsWith('slack:')),
  depth: z.number().default(1),
})

/** The channel that a modal is about, and how many lie on one another with it. */
export type ModalPlace = z.output<typeof metadata>

export const renderModal = (message: Message, place: ModalPlace): types.ModalView => ({
  type: 'modal',
  title: plainText(message.heading || 'Papers', TITLE_LENGTH),
  close: plainText('Close', TITLE_LENGTH),
  private_metadata: JSON.stringify(place),
  blocks: renderMessage(
    { ...message, heading: fitsTitle(message.heading) ? null : message.heading },
    { namesAll: true },
  ).blocks,
})

/** What is pressed there is asked in the person’s conversation with the bot. */
export const renderHome = (message: Message, channel: ChannelId): types.HomeView => ({
  type: 'home',
  private_metadata: JSON.stringify({ channel }),
  blocks: renderMessage(message).blocks,
})

/** `block_id` is the field's name: what is wrong with a value is shown beside it. */
export const renderForm = ({ id, title, fields, submit }: Form, place: ModalPlace): types.ModalView => ({
  type: 'modal',
  callback_id: id,
  title: plainText(title, TITLE_LENGTH),
  submit: plainText(submit, TITLE_LENGTH),
  close: plainText('Cancel', TITLE_LENGTH),
  private_metadata: JSON.stringify(place),
  blocks: fields.map(renderField),
})

/** Null when the modal is not one of ours. */
export const parsePlace = (privateMetadata: string): ModalPlace | null =>
  attempt(() => metadata.parse(JSON.parse(privateMetadata)))

const chosen = z.object({ value: z.string() })
const state = z.record(
  z.string(),
  z.record(
    z.string(),
    z.object({
      value: z.string().nullish(),
      selected_time: z.string().nullish(),
      selected_option: chosen.nullish(),
      selected_options: z.array(chosen).nullish(),
      selected_conversation: z.string().nullish(),
      selected_users: z.array(z.string()).nullish(),
    }),
  ),
)

/** What was filled in, by field; an empty one is ''. Several are one a line, people by their ids. */
export function parseValues(values: unknown, team: string): Record<string, string> {
  const parsed = state.safeParse(values).data ?? {}
  return Object.fromEntries(
    Object.entries(parsed).map(([name, { [FIELD]: field }]) => [
      name,
      field?.value ??
        field?.selected_time ??
        field?.selected_option?.value ??
        field?.selected_conversation ??
        field?.selected_options?.map(({ value }) => value).join('\n') ??
        field?.selected_users?.map((user) => personId(team, user)).join('\n') ??
        '',
    ]),
  )
}

const fitsTitle = (heading: string | null): boolean => heading !== null && heading.length <= TITLE_LENGTH
