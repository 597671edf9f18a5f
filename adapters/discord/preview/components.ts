import {
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
} from 'discord.js'
import { drawMarkdown, escapeHtml } from './markdown.ts'

/** One part of a container. The element library draws embeds and buttons, and no container yet: that is a box around them. */
export function drawPart(part: APIComponentInContainer): string {
  switch (part.type) {
    case ComponentType.TextDisplay:
      return `<div class="text">${drawMarkdown(part.content)}</div>`
    case ComponentType.Section:
      return `<div class="section"><div>${part.components.map(drawPart).join('')}</div>${drawAccessory(part.accessory)}</div>`
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

function drawAccessory(
  accessory: Extract<APIComponentInContainer, { type: ComponentType.Section }>['accessory'],
): string {
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
  const drawn = options.map(
    ({ label }) =>
      `<discord-string-select-menu-option label="${escapeHtml(label)}"></discord-string-select-menu-option>`,
  )
  return `<discord-string-select-menu placeholder="${escapeHtml(control.placeholder ?? '')}">${drawn.join('')}</discord-string-select-menu>`
}
