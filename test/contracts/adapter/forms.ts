import { expect } from 'vitest'
import type { Form, FormField } from '../../../src/core/message.ts'
import { notice } from '../../../src/core/message.ts'
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
          field('days', 'Days', { value: 'daily', options: ['daily', 'mon-fri'] }),
          field('layout', 'Layout', { value: 'cards', options: ['cards', 'thread'] }),
          field('managers', 'Who may change this', { value: member, options: 'people' }),
          field('include', 'Only papers found by', {}),
        ],
      }
      answer(async () => ({ form }))
      await handleOf(handles, 'commands').ask('settings')
      answerForm({ errors: { time: 'That is no time.' } })
      expect(await how.submit({ time: '9', days: 'mon-fri' })).toContain('That is no time.')
      answerForm({ message: notice('It is saved.'), to: 'asker' })
      expect(await how.submit({ time: '08:30' })).toContain('It is saved.')
      const asked = { channel, person: heard.commands[0]?.person, form: 'settings' }
      const rest = { layout: 'cards', managers: member, include: '' }
      expect(heard.forms[0]).toEqual({ ...asked, values: { time: '9', days: 'mon-fri', ...rest } })
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

const field = (name: string, label: string, given: Partial<FormField>): FormField => ({
  ...{ name, label, hint: null, value: '', options: null },
  ...given,
})
