import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileQuery } from '../../../src/core/matching/evaluate.ts';
import { parseQuery } from '../../../src/core/query/parser.ts';
import { cleanText } from '../../../src/lib/text.ts';
import { makeAnalysed } from '../../support/papers.ts';
import { FRAGMENTS } from './fragments.ts';

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
    ['$\\mathcal{O}(n)$ time', 'O(n) time'],
    ['50\\% of $\\log n$', '50% of log n'],
    ['$\\varepsilon$-greedy', 'ε-greedy'],
    ['it says \\"an apple\\"', 'it says "an apple"'],
    ["they don\\'t, it\\'s", "they don't, it's"],
    ['\\vec{x} and \\cite{x}.', 'x and.'],
  ])('%s: %s', (written, shown) => {
    expect(cleanText(written)).toBe(shown);
  });

  it.each(FRAGMENTS)('%s: %s', (written, wanted) => {
    expect(cleanText(written)).toBe(wanted);
  });

  it.each([
    ['\\mathcal{O}(n + n\\varepsilon^{-1})', 'O(n + nε⁻¹)'],
    ['$\\frac{1}{2}$ of it', '1/2 of it'],
    ['$\\frac{1}{2}x$ and $2\\frac{a+b}{c}$', '(1/2)x and 2((a+b)/c)'],
    ['$\\sqrt{a+b}$, $\\sqrt[4]{x}$, $\\sqrt[n]{x}$', '√(a+b), ∜x, ⁿ√x'],
    ['$x_{\\text{max}}$ and $x_{ij}$', 'x_max and xᵢⱼ'],
    ['$e^{i\\pi}$ and $k^{th}$', 'e^(iπ) and kth'],
    ['$\\sum_{i=1}^n x_i$', '∑ᵢ₌₁ⁿ xᵢ'],
    ['$\\lim_{n\\to\\infty} a_n$', 'lim_(n→∞) aₙ'],
    ['$\\mathbb{E}_{x\\sim p}[f(x)]$', '𝔼_(x~p)[f(x)]'],
    ['$\\|x\\|_2^2$ and $\\|\\cdot\\|_p$', '‖x‖₂² and ‖·‖ₚ'],
    ['$\\binom{n}{k}$', '(n choose k)'],
    ['$\\begin{cases}a&b\\\\c\\end{cases}$', '{a b; c'],
    ['$\\underbrace{x}_{y}$ and $\\overset{d}{=}$', 'x_y and ='],
    ['$\\underset{x}{\\arg\\max} f(x)$', 'arg maxₓ f(x)'],
    ['$\\mathrm{Fe}_3\\mathrm{O}_4$, $\\mathfrak{sl}_2$', 'Fe₃O₄, sl₂'],
    ['$\\frac{d}{dt}x$ and $\\frac{\\partial f}{\\partial x}$', '(d/dt)x and ∂f/∂x'],
    ['$\\chi^2/\\mathrm{dof}=1.1$', 'χ²/dof = 1.1'],
    ['$\\gamma\\gamma \\to \\ell^+\\ell^-$', 'γγ → ℓ⁺ℓ⁻'],
    ['$\\overline{\\mathcal{M}}_{g,n}$', 'M̄_(g,n)'],
    ['$2^{O(\\sqrt{n\\log n})}$ and $n^{O(1)}$', '2^(O(√(n log n))) and n^(O(1))'],
    ['$D_{\\mathrm{KL}}(p\\|q)$, $\\langle\\psi|\\phi\\rangle$', 'D_KL(p‖q), ⟨ψ|φ⟩'],
    ['$a\\equiv b\\pmod n$', 'a ≡ b (mod n)'],
    ['5\\textdegree C and 90$^\\circ$', '5°C and 90°'],
    ['$\\texttt{a_b}$', 'a_b'],
    ['$$E=mc^2$$ holds', 'E = mc² holds'],
    ['\\begin{equation} a^2 \\end{equation}', 'a²'],
    ['\\unicode{x1F4C8} \\ding{51} \\ding{55}', '📈 ✓ ✗'],
    ['2\\textsuperscript{nd}, CO\\textsubscript{2}', '2nd, CO₂'],
    ['100\\,000 and 5\\,ms', '100,000 and 5 ms'],
    ['line one\\\\ line two', 'line one line two'],
    ['\\section*{Aims} and \\LaTeX{}', 'Aims and LaTeX'],
    ['a\\footnote[1]{b} c\\vspace{2mm} d', 'a c d'],
    ['{BERT} and {GPT}-4', 'BERT and GPT-4'],
    ["Fran\\c cois, Dvo\\v{r}\\'ak, \\v Cech, Stan\\k a", 'François, Dvořák, Čech, Staną'],
    ["Erd\\H{o}s \\AA{} \\ss{} \\'{\\i}", 'Erdős Å ß í'],
    ['cut off at {\\em the', 'cut off at the'],
    ['$\\frac{1}{2$ is broken', '1/2 is broken'],
    ['https://x.example/~a--b/c\\_d stays', 'https://x.example/~a--b/c_d stays'],
  ])('%s: %s', (written, wanted) => {
    expect(cleanText(written)).toBe(wanted);
  });

  it.each([
    ['costs 5$ million and 6$ more'],
    ['between $5 and $10'],
    ['$5/month, then $10/month'],
    ['US$5 and US$6'],
    ['x^2$ and a_b and x^2'],
    ['a path C:\\new\\times and \\\\server\\alpha'],
    ['the pattern \\d+\\s* and \\w'],
    ['print("\\n") and \\t'],
    ['{"a": 1, "b": {"c": 2}}'],
    ['labels in {0,1} or {True, False}'],
    ['run --gpu, a --> b'],
    ['about ~5, 60%~70%, ~/.cache'],
    ["it's 5'' wide, `x` and ```y```"],
    ['<think> and a < b'],
  ])('%s stays', (written) => {
    expect(cleanText(written)).toBe(written);
  });

  it.each([
    ['co2', 'CO$_2$ storage'],
    ['h2o', 'H$_2$O'],
    ['s2ft', 'S$^{2}$FT: sparse'],
    ['schrodinger', 'Schr\\"odinger bridges'],
    ['fedavg', '\\textsc{Fed}Avg'],
    ['alpha-divergence', '$\\alpha$-divergence'],
    ['epsilon-greedy', 'An $\\varepsilon$-greedy player'],
    ['x-learning', '$\\mathbb{X}$-Learning'],
    ['l0-norm', 'the $\\ell_0$-norm'],
    ['k-means', '$k$-means'],
  ])('%s finds %s', (query, title) => {
    const matches = compileQuery(parseQuery(query));
    expect(matches(makeAnalysed({ title: cleanText(title) }))).not.toBeNull();
  });

  it.each(['emph', 'textbf', 'mathcal'])('%s is no word', (command) => {
    const matches = compileQuery(parseQuery(command));
    expect(matches(makeAnalysed({ title: cleanText(`\\${command}{Fed} it`) }))).toBeNull();
  });

  it.each([
    ...[
      '{',
      '}',
      '\\emph{',
      '$_{',
      '\\"{',
      '{\\em ',
      '\\v{',
      '{\\"',
      '$x',
      '\\(',
      '\\[',
      '^{',
      'x^{',
    ],
    ...[
      '\\begin{equation}',
      '\\footnote{',
      '$\\frac{',
      '\\sqrt',
      "``a''",
      "`a'",
      '--',
      '~',
      '\\a ',
    ],
    ...['\\b{', '\\href{a}{', '$a$ $b', 'https://', '$x^{y}$ ', '$\\dots$ ', '\\"a ', '\\cite['],
    `$${'{'.repeat(900)}$`,
    `$${'x^{'.repeat(300)}${'}'.repeat(300)}$`,
    '$\\def\\a{\\a\\a}\\a$ ',
    `$\\gdef\\a#1{#1#1}${'\\a{'.repeat(200)}${'}'.repeat(200)}$`,
  ])('%s, a hundred thousand characters of it, is read in less than three seconds', (piece) => {
    const started = performance.now();
    cleanText(piece.repeat(100_000 / piece.length));
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('is no longer read when there are more formulas than any abstract has', () => {
    const many = Array.from({ length: 600 }, (_, index) => `$\\frac{1}{${index}}^2$`).join(' ');
    expect(cleanText(many)).toMatch(/^\(1\/0\)² .* \(1\/499\)² 1\/500\^2 .* 1\/599\^2$/);
  });

  it('whatever the text is, does not fail', () => {
    const pieces = [
      '{',
      '}',
      '\\',
      '$',
      'a',
      ' ',
      '^',
      '_',
      'frac',
      '"',
      '`',
      '~',
      '-',
      '(',
      ']',
      '\\(',
    ];
    const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 80 }).map((it) => it.join(''));
    fc.assert(fc.property(texts, (text) => typeof cleanText(text) === 'string'));
  });
});
