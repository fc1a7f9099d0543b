import { describe, expect, it } from 'vitest';
import { compileQuery } from '../../src/core/matching/evaluate.ts';
import { parseQuery } from '../../src/core/query/parser.ts';
import { cleanText } from '../../src/lib/text.ts';
import { makeAnalysed } from '../support/papers.ts';

describe('TeX in a title is what it shows', () => {
  it.each([
    ['CO$_2$ storage', 'CO₂ storage'],
    ['H$_{2}$O', 'H₂O'],
    ['S$^{2}$FT: sparse', 'S²FT: sparse'],
    ['over 10$^{12}$ tokens', 'over 10¹² tokens'],
    ['Schr\\"odinger bridges', 'Schrödinger bridges'],
    ['Schr\\"{o}dinger', 'Schrödinger'],
    ["Poincar\\'e and Poincar{\\'e}", 'Poincaré and Poincaré'],
    ['Erd\\H{o}s', 'Erdős'],
    ["Kone{\\v{c}}n{\\'y}", 'Konečný'],
    ['na\\"ive', 'naïve'],
    ['dise\\~no', 'diseño'],
    ['\\emph{Fed}Avg and \\textbf{\\textit{LoRA}}', 'FedAvg and LoRA'],
    ['{\\em FedAvg}', 'FedAvg'],
    ['$\\mathcal{O}(n)$ time', '$O(n)$ time'],
  ])('%s: %s', (written, shown) => {
    expect(cleanText(written)).toBe(shown);
  });

  it.each([
    ['50\\% of $\\log n$'],
    ['$\\varepsilon$-greedy'],
    ['it says \\"an apple\\"'],
    ["they don\\'t, it\\'s"],
    ['\\vec{x} and \\cite{x}'],
    ['costs $_$ 5'],
    ['x^2$'],
    ['a path C:\\new'],
  ])('%s stays', (written) => {
    expect(cleanText(written)).toBe(written);
  });

  it.each([
    ['co2', 'CO$_2$ storage'],
    ['h2o', 'H$_2$O'],
    ['s2ft', 'S$^{2}$FT: sparse'],
    ['schrodinger', 'Schr\\"odinger bridges'],
    ['fedavg', '\\textsc{Fed}Avg'],
  ])('%s finds %s', (query, title) => {
    const matches = compileQuery(parseQuery(query));
    expect(matches(makeAnalysed({ title: cleanText(title) }))).not.toBeNull();
  });

  it.each(['emph', 'textbf', 'mathcal'])('%s is no word', (command) => {
    const matches = compileQuery(parseQuery(command));
    expect(matches(makeAnalysed({ title: cleanText(`\\${command}{Fed} it`) }))).toBeNull();
  });

  it('is read in a time that grows with the text', () => {
    for (const piece of ['\\emph{', '$_{', '\\"{', '{\\em ', '\\v{', '{\\"'])
      expect(cleanText(piece.repeat(20_000)).length).toBeGreaterThan(0);
  });
});
