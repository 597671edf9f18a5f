import { decodeHTMLStrict } from 'entities'

/** Entities with their semicolon alone: “R&D” lacks it, and addresses hold `&copy=1`. */
export const decodeEntities = (text: string): string => (text.includes('&') ? decodeHTMLStrict(text) : text)

/** What an attribute says, of all that stand in a tag; '' when it is not there. */
export function attributeOf(attributes: string, name: string): string {
  const pattern = new RegExp(String.raw`(?:^|\s)${name}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))`, 'i')
  const [, double, single, bare] = pattern.exec(attributes) ?? []
  return decodeEntities((double ?? single ?? bare ?? '').trim())
}
