// The sentence of a provision that answers best: docs/search-format.md, 九.

import { squeeze } from "./fold.js";

/** {start, end, value, marks, answers}: ranges in the text as printed. The first of equal ones. */
export function bestSentence(index, query, inverse, unit) {
  let found = { start: 0, end: 0, value: 0, marks: [], answers: false };
  const context = index.context(unit);
  for (const sentence of index.sentences(unit)) {
    const other = look(index, query, inverse, sentence, context);
    if (other.value > found.value || found.end === 0) found = other;
  }
  return found;
}

function look(index, query, inverse, sentence, context) {
  const { weights } = index;
  let held = 0;
  let near = 0;
  let early = 0;
  let answers = false;
  let before = null;
  const marks = [];
  query.groups.forEach((group, i) => {
    const { place, weight } = findPlace(index, group.ways, sentence);
    if (place) {
      held += inverse[i] * weight;
      marks.push(place);
      if (before) {
        const gap = Math.max(place[0] - before[1], before[0] - place[1], 0);
        near += (inverse[i] * weight) / (1 + gap);
      }
      early += (inverse[i] * weight) / (1 + place[0] / 8);
      answers ||= group.asked;
    } else if (group.ways.some((way) => !way.kind && context.includes(way.word))) {
      held += inverse[i] * weights.context;
    }
    before = place;
  });
  const { start, end, offsets } = sentence;
  return {
    start,
    end,
    value: weights.sentence * held + weights.near * near + weights.early * early,
    marks: marks
      .sort((a, b) => a[0] - b[0] || a[1] - b[1])
      .map(([first, last]) => [offsets[first], offsets[last - 1] + 1]),
    answers: answers && marks.length > 1,
  };
}

/** Where a group stands in a sentence: the way with the greatest weight, the first of equals. */
function findPlace({ reader }, ways, sentence) {
  let place = null;
  let weight = 0;
  for (const way of ways) {
    if (way.figure) {
      for (const figure of sentence.figures) {
        const alike = reader.alike(way.figure, figure) * way.weight;
        if (alike > weight) [place, weight] = [[figure.start, figure.end], alike];
      }
    } else if (way.weight > weight) {
      const found = way.kind
        ? sentence.figures.find((figure) => reader.kind(figure) === way.kind)
        : findWord(sentence.folded, way);
      if (found) [place, weight] = [[found.start, found.end], way.weight];
    }
  }
  return { place, weight };
}

/** The first place of a word; of a squeezed one marks left out. */
function findWord(folded, way) {
  if (!way.squeezed) {
    const start = folded.indexOf(way.word);
    return start < 0 ? null : { start, end: start + way.word.length };
  }
  const at = squeeze(folded).indexOf(way.word);
  if (at < 0 || !way.word) return null;
  const kept = [];
  for (let i = 0; i < folded.length; i++) if (squeeze(folded[i])) kept.push(i);
  return { start: kept[at], end: kept[at + way.word.length - 1] + 1 };
}
