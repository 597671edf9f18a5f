import { added, type Change, figure, replaceOne } from './change.ts'

/** Faults of kinds that grounding was never tuned on, and must not be: they tell what it is worth on other people's sets. */
export const untunedFaults: Record<string, Change> = {
  'ten times as much': (line, { abstract }, random) =>
    replaceOne(line, figure, random, (found) => {
      const next = found.includes('.') ? String(Number(found) * 10).replace(/\.0$/, '') : `${found}0`
      return abstract.includes(next) ? null : next
    }),
  'a number added': (line, { abstract }) => (abstract.includes('12.3') ? null : added(line, ', a gain of 12.3 points')),
  'a bound turned': (line) => {
    const turned = line
      .replace(/\b[Uu]p to (?=[$\d])/, 'at least ')
      .replace(/\b(?:[Oo]ver|[Mm]ore than) (?=[$\d])/, 'less than ')
    return turned === line ? null : turned
  },
  'another version of a model': (line, { abstract }, random) =>
    replaceOne(line, /\b[A-Z][A-Za-z]+-?\d+(?:\.\d+)?(?:-\d+B)?\b/g, random, (found) => {
      const next = found.replace(/\d+(?=\D*$)/, (digits) => String(Number(digits) + 3))
      return abstract.includes(next) ? null : next
    }),
  'rivals added': (line, { abstract }) =>
    /claude|gemini/i.test(abstract) ? null : added(line, ', ahead of Claude and Gemini'),
  'languages added': (line, { abstract }) =>
    /swahili|hindi/i.test(abstract) ? null : added(line, ', for Swahili and Hindi alike'),
  'a test of significance added': (line, { abstract }) =>
    /signific|statist|p ?</i.test(abstract) ? null : added(line, ', with statistical significance'),
  'a deployment added': (line, { abstract }) =>
    /deploy|production|industr|online|serv|adopt|users|commerc/i.test(abstract)
      ? null
      : added(line, ', and is deployed in production'),
  'a prize added': (line, { abstract }) =>
    /award|prize|won|winn|place|rank|accept/i.test(abstract) ? null : added(line, ', which won a best paper award'),
  'another size of a model': (line, { abstract }, random) =>
    replaceOne(line, /\b\d+B\b/g, random, (found) => {
      const next = `${Number.parseInt(found, 10) + 6}B`
      return abstract.includes(next) ? null : next
    }),
  'a licence added': (line, { abstract }) =>
    /licen[cs]e/i.test(abstract) ? null : added(line, ', under the Apache 2.0 licence'),
  'a venue added': (line, { abstract }) =>
    /NeurIPS/.test(abstract) ? null : added(line, ', presented at NeurIPS 2024'),
  'a share added': (line, { abstract }) =>
    /nine out of ten/i.test(abstract) ? null : added(line, ' in nine out of ten cases'),
}
