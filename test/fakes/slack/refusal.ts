import type { Refusal } from './blocks.ts'

/** What Slack says instead, by its own names of errors. */
export class SlackRefusal extends Error {
  readonly messages: string[]
  constructor(error: string, messages: string[] = []) {
    super(error)
    this.messages = messages
  }
}

export function refuse(refusal: Refusal | null): void {
  if (refusal) throw new SlackRefusal(refusal.error, refusal.messages)
}
