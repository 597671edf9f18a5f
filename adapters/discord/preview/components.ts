import {
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APISectionComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js'
import { escapeHtml } from '../../shared/text.ts'
import { drawMarkdown } from './markdown.ts'

/** One part of a container, which the element library does not have: there it is a box. */
export function drawPart(part: APIComponentInContainer): string {
  switch (part.type) {
    case ComponentType.TextDisplay:
      return `<div class="text">${drawMarkdown(part.content)}</div>`
    case ComponentType.Section:
      return `<div class="section"><div>${drawAll(part.components)}</div>${drawAccessory(part.accessory)}</div>`
    case ComponentType.ActionRow:
      return `<discord-action-row>${part.components.map(drawControl).join('')}</discord-action-row>`
    case ComponentType.File:
      return `<p class="file">${escapeHtml(part.file.url.replace('attachment://', ''))}</p>`
    case ComponentType.Separator:
      return '<hr>'
    case ComponentType.MediaGallery:
      return part.items.map(({ media }) => drawPicture(media.url)).join('')
  }
}

const drawAll = (parts: APIComponentInContainer[]): string => parts.map(drawPart).join('')

function drawAccessory(accessory: APISectionComponent['accessory']): string {
  return accessory.type === ComponentType.Thumbnail ? drawPicture(accessory.media.url) : drawControl(accessory)
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

const MENU = 'discord-string-select-menu'
