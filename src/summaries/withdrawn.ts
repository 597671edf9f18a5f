const said =
  /^\W*(?:retracted|withdrawn|retraction(?: notice)?|withdrawal|removed)\b|\b(?:paper|article|submission|manuscript|work|preprint|study) (?:has been|was|is|have been)(?: \w+)? (?:retracted|withdrawn)\b|\bthis (?:is a )?(?:retraction|withdrawn)\b/i

/** What says that the paper is withdrawn or retracted, in its title or abstract; null where nothing does. */
export function withdrawalOf({ title, abstract }: { title: string; abstract: string }): string | null {
  return [title, abstract.slice(0, 1_000)].find((text) => said.test(text)) ?? null
}
