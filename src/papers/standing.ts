import type { Paper } from '../core/paper.ts'
import type { Standing } from '../core/paper-facts.ts'

/** A paper that was taken back says so in its title, and stays so: another source's copy may not know. */
export function markStanding(paper: Paper): Paper {
  const standing = paper.facts.standing ?? standingOf({ ...paper, comment: paper.facts.comment })
  if (standing === null) return paper
  const title = NOTICE.test(paper.title) ? paper.title : `${MARKS[standing]}: ${paper.title.replace(PREFIX, '')}`
  return { ...paper, title, facts: { ...paper.facts, standing } }
}

const MARKS = { withdrawn: 'Withdrawn', retracted: 'Retracted' }

type Said = Pick<Paper, 'title' | 'abstract'> & { comment?: string | undefined }

/** What a paper's own texts say; null for one that stands, also when it is about retractions. */
export function standingOf({ title, abstract, comment = '' }: Said): Standing | null {
  const remarks = comment.split(/[.,;] /).map((remark) => STATEMENT.exec(remark))
  const titles = [...TITLES, ...(abstract === '' || TELLS.test(abstract) ? [BARE_NOTICE] : [])].map((form) =>
    form.exec(title),
  )
  const matches = [...titles, STATEMENT.exec(abstract), LATER.exec(abstract), ...remarks]
  const [found] = matches.flatMap((match) => match?.[0] ?? [])
  return found === undefined ? null : /retract/i.test(found) ? 'retracted' : 'withdrawn'
}

/** “RETRACTED ARTICLE: …” and “[Withdrawn] …”, not “Retracted papers: …”. */
const PREFIX =
  /^\W*(?:retracted|withdrawn|removed|temporary removal)(?: (?:article|chapter|paper))?(?:\s*[:\])}]+|\s[-–—]|\W*$)\s*/i
/** The notice itself, which is no paper either. “Retraction: …” is one unless its abstract is about axons. */
const NOTICE =
  /^\W*(?:(?:retraction|withdrawal) (?:notice|note|to:|of:)|(?:notice|statement) of (?:retraction|withdrawal))/i
const BARE_NOTICE = /^\W*(?:retraction|withdrawal):/i
const TELLS = /\b(?:retracted|withdrawn)\b(?<=\b(?:article|paper|manuscript)\b.{0,200}\b\w+)/i
/** “… (Retracted article. See vol. 3)” */
const SUFFIX = /[([](?:retracted|withdrawn)\b[^()[\]]{0,100}[)\]]\W*$/i
const TITLES = [PREFIX, NOTICE, SUFFIX]

const THIS = 'this (?:\\w+ )?(?:paper|article|submission|manuscript|work|preprint|version|report|study|note)'
const TAKEN_BACK = '(?:withdrawn|retracted)'
/** A first sentence alone: later ones may speak of other papers. “Withdrawn from ICLR” is still on arXiv. */
const STATEMENT = new RegExp(
  `^\\W*(?:(?:${THIS}|the (?:above )?(?:paper|article|manuscript)(?:,[^;]{5,200}?,)?|paper|submission|article) ` +
    '(?:(?:has been|was|is) )?)?(?:\\w+ly )?' +
    `${TAKEN_BACK}(?=\\W*$|[.,;:)]| (?:by|due|because|as|at the|since|for|owing|pending|from (?:the )?arxiv)\\b)` +
    `|^\\W*(?:the authors?|(?:bio|med)rxiv) (?:ha(?:s|ve) )?(?:withdr[ae]wn?|retract(?:ed)?) (?:their \\w+|${THIS})`,
  'i',
)
const LATER = new RegExp(
  `${THIS} has been (?:\\w+ly )?${TAKEN_BACK} (?:by|at the request of) the (?:author|editor|publisher)`,
  'i',
)
