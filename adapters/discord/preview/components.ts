import {
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
} from 'discord.js'
import { parse } from 'discord-markdown-parser'
import { escapeHtml } from '../../shared/text.ts'
import type { createForms } from '../forms.ts'

const MENU = 'discord-string-select-menu'

export function drawPart(part: APIComponentInContainer): string {
  switch (part.type) {
    case ComponentType.TextDisplay:
      return `<div class="text">${drawMarkdown(part.content)}</div>`
    case ComponentType.Section: {
      const { components, accessory } = part
      const beside =
        accessory.type === ComponentType.Thumbnail ? drawPicture(accessory.media.url) : drawControl(accessory)
      return `<div class="section"><div>${components.map(drawPart).join('')}</div>${beside}</div>`
    }
    case ComponentType.ActionRow:
      return `<discord-action-row>${part.components.map(drawControl).join('')}</discord-action-row>`
    case ComponentType.File:
      return `<p class="file">${escapeHtml(part.file.url.replace('attachment://', ''))}</p>`
    // No message of ours has others.
    default:
      return ''
  }
}

const drawPicture = (url: string): string => `<img class="thumbnail" alt="" src="${escapeHtml(url)}">`

function drawControl(control: APIComponentInMessageActionRow): string {
  if (control.type === ComponentType.Button) {
    const url = control.style === ButtonStyle.Link ? ` url="${escapeHtml(control.url)}"` : ''
    const label = 'label' in control ? (control.label ?? '') : ''
    return `<discord-button type="secondary"${url}>${escapeHtml(label)}</discord-button>`
  }
  const options = control.type === ComponentType.StringSelect ? control.options : []
  const drawn = options.map(({ label }) => `<${MENU}-option label="${escapeHtml(label)}"></${MENU}-option>`)
  return `<${MENU} placeholder="${escapeHtml(control.placeholder ?? '')}">${drawn.join('')}</${MENU}>`
}

type Modal = NonNullable<Awaited<ReturnType<ReturnType<typeof createForms>['modal']>>>
type Label = Modal['components'][number]

/** A modal from what Discord is sent; the element library has fields, and none of the newer menus. */
export function drawModal({ title, components }: Modal): string {
  const footer = '<footer><button>Cancel</button><button class="primary">Submit</button></footer>'
  return `<article class="modal"><h2>${escapeHtml(title)}</h2>${components.map(drawLabel).join('')}${footer}</article>`
}

const drawLabel = ({ label, description, component }: Label): string =>
  `<label>${escapeHtml(label)}<small>${escapeHtml(description ?? '')}</small>${drawInput(component)}</label>`

function drawInput(component: Label['component']): string {
  if (component.type === ComponentType.TextInput) return `<input value="${escapeHtml(component.value ?? '')}">`
  const options = component.type === ComponentType.StringSelect ? component.options : []
  const drawn = options.map((one) => `<option${one.default ? ' selected' : ''}>${escapeHtml(one.label)}</option>`)
  return `<select>${drawn.join('')}</select>`
}

type Node = { type: string; content?: string | Node[]; target?: string; name?: string; id?: string; level?: number }

/** Plain elements inside a line: those of the library put a space after themselves. */
const TAGS: Record<string, string> = {
  strong: 'strong',
  em: 'em',
  underline: 'u',
  blockQuote: 'discord-quote',
  inlineCode: 'code',
  subtext: 'small',
}

function drawMarkdown(content: string): string {
  const blocks: string[] = []
  // The parser knows no lists: a run of lines that begin with a dash is one.
  for (const part of content.split(/((?:^- .*(?:\n|$))+)/m))
    blocks.push(part.startsWith('- ') ? drawList(part) : drawNodes(parse(part, 'extended') as Node[]))
  return blocks.join('')
}

const drawList = (lines: string): string =>
  `<ul>${lines
    .trimEnd()
    .split('\n')
    .map((line) => `<li>${drawNodes(parse(line.slice(2), 'extended') as Node[])}</li>`)
    .join('')}</ul>`

const drawNodes = (nodes: Node[]): string => nodes.map(drawNode).join('')

function drawNode(node: Node): string {
  const inner = typeof node.content === 'string' ? escapeHtml(node.content) : drawNodes(node.content ?? [])
  if (node.type === 'br' || node.type === 'newline') return '<br>'
  if (node.type === 'twemoji') return escapeHtml(node.name ?? '')
  if (node.type === 'user') return '<discord-mention>Mira</discord-mention>'
  if (node.type === 'heading') return `<h${node.level ?? 3}>${inner}</h${node.level ?? 3}>`
  if (node.type === 'codeBlock') return `<pre>${inner}</pre>`
  if (node.type === 'link') return `<a href="${escapeHtml(node.target ?? '')}">${inner}</a>`
  const tag = TAGS[node.type]
  return tag === undefined ? inner : `<${tag}>${inner}</${tag}>`
}
