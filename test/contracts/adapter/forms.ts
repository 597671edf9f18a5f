import { expect } from 'vitest'
import type { Form, FormField } from '../../../src/core/message.ts'
import { choicesOf, notice } from '../../../src/core/message.ts'
import { type Check, handleOf, having } from './check.ts'

export const forms: Check[] = [
  having(
    'forms',
    'opens a form, and hands in what was filled in beside what was there',
    async (trial, how, handles) => {
      const { answer, answerForm, channel, heard } = trial
      const member = handleOf(handles, 'rights').member ?? ''
      const form: Form = {
        id: 'settings',
        title: 'Settings of #papers',
        submit: 'Save',
        fields: [
          field('time', 'Time', { value: '09:00', hint: 'a time such as 09:00' }),
          field('days', 'Days', {
            value: 'mon\ntue',
            input: { kind: 'several', choices: choicesOf(['mon', 'tue', 'wed']) },
          }),
          field('layout', 'Layout', {
            value: 'cards',
            input: { kind: 'one', choices: choicesOf(['cards', 'thread']) },
          }),
          field('managers', 'Who may change this', { value: member, input: { kind: 'people' } }),
          field('papers', 'Papers a day', { value: '5', input: { kind: 'number', least: 1, most: 20 } }),
          field('zone', 'Time zone', { value: 'Europe/Berlin', input: { kind: 'search', groups: ZONES } }),
          field('at', 'At', { value: '09:00', input: { kind: 'time' } }),
          field('include', 'Only post papers matching', {}),
        ],
      }
      answer(async () => ({ form }))
      await handleOf(handles, 'commands').ask('settings')
      answerForm({ errors: { time: 'That is no time.' } })
      expect(await how.submit({ time: '9', layout: 'thread' })).toContain('That is no time.')
      answerForm({ message: notice('It is saved.'), to: 'asker' })
      expect(await how.submit({ time: '08:30' })).toContain('It is saved.')
      const asked = { channel, person: heard.commands[0]?.person, form: 'settings' }
      const rest = {
        days: 'mon\ntue',
        managers: member,
        papers: '5',
        zone: 'Europe/Berlin',
        at: '09:00',
        include: '',
      }
      expect(heard.forms[0]).toEqual({ ...asked, values: { time: '9', layout: 'thread', ...rest } })
      expect(heard.forms[1]).toMatchObject({ ...asked, values: { time: '08:30', ...rest } })
    },
  ),

  having('forms', 'takes the longest form, with long labels', async (trial, { submit }, handles) => {
    const { answer, answerForm, heard } = trial
    const fields = Array.from({ length: 18 }, (_, index) =>
      field(`field${index}`, `A rather long label of the field ${index}`, {}),
    )
    answer(async () => ({ form: { id: 'long', title: 'A rather long title of a form', submit: 'Save', fields } }))
    answerForm({ message: notice('It is saved.'), to: 'asker' })
    await handleOf(handles, 'commands').ask('settings')
    expect(await submit({ field0: 'filled in' })).toContain('It is saved.')
    const values = Object.fromEntries(fields.map(({ name }) => [name, '']))
    expect(heard.forms[0]?.values).toEqual({ ...values, field0: 'filled in' })
  }),

  {
    ...having('commands', 'tells in a text what a form asks', async ({ answer }, { ask }) => {
      const fields = [field('time', 'Time', { value: '09:00' })]
      answer(async () => ({ form: { id: 'settings', title: 'Settings', submit: 'Save', fields } }))
      const told = await ask('settings')
      for (const words of ['Settings', 'Time', '09:00']) expect(told).toContain(words)
    }),
    unless: 'forms',
  },
]

const ZONES = ['Europe', 'America'].map((label) => ({
  label,
  choices: choicesOf([`${label}/Berlin`, `${label}/New_Berlin`]),
}))

const field = (name: string, label: string, given: Partial<FormField>): FormField => ({
  ...{ name, label, hint: null, value: '', isRequired: false, input: { kind: 'text' } },
  ...given,
})
