import { ComponentType } from 'discord.js'
import { escapeHtml } from '../../shared/text.ts'
import type { createForms } from '../forms.ts'

type Modal = NonNullable<Awaited<ReturnType<ReturnType<typeof createForms>['modal']>>>
type Label = Modal['components'][number]

/** A modal from what Discord is sent; the element library has fields, and none of the newer menus. */
export function drawModal({ title, components }: Modal): string {
  const footer = '<footer><button>Cancel</button><button class="primary">Submit</button></footer>'
  return `<article class="modal"><h2>${escapeHtml(title)}</h2>${components.map(drawLabel).join('')}${footer}</article>`
}

const drawLabel = ({ label, description, component }: Label): string =>
  `<label>${escapeHtml(label)}<small>${escapeHtml(description ?? '')}</small>${drawControl(component)}</label>`

function drawControl(component: Label['component']): string {
  if (component.type === ComponentType.TextInput) return `<input value="${escapeHtml(component.value ?? '')}">`
  const options = component.type === ComponentType.StringSelect ? component.options : []
  const drawn = options.map((one) => `<option${one.default ? ' selected' : ''}>${escapeHtml(one.label)}</option>`)
  return `<select>${drawn.join('')}</select>`
}
