import { describe, expect, it } from 'vitest';
import { readAbstract } from '../../src/lib/abstract.ts';

const CODE = 'https://github.com/some/thing';
const PAGE = 'https://thing.example/page';

describe('The addresses in an abstract are taken out, and what is left reads well', () => {
  it.each([
    [`Our code is available at ${CODE}.`, 'Our code is available.', [CODE]],
    [`Our code is available at: ${CODE}`, 'Our code is available.', [CODE]],
    [`Code is released in ${CODE} for all.`, 'Code is released for all.', [CODE]],
    [`It can be found here: ${CODE}.`, 'It can be found here.', [CODE]],
    [`The code can be found at ${CODE}.`, 'The code can be found online.', [CODE]],
    [`It can be accessed via ${CODE} by all.`, 'It can be accessed online by all.', [CODE]],
    [`We release data and code ${CODE}.`, 'We release data and code.', [CODE]],
    [`It works (${CODE}) well.`, 'It works well.', [CODE]],
    [`It works (code: ${CODE}).`, 'It works (code).', [CODE]],
    [`It works (see ${CODE}).`, 'It works.', [CODE]],
    [`Examples are open-sourced at [${CODE}]`, 'Examples are open-sourced.', [CODE]],
    [`Data and code are at ${CODE}.`, 'Data and code are available.', [CODE]],
    [`For more, see ${PAGE}.`, 'For more, see the link.', [PAGE]],
    [`Please visit our page at ${PAGE} now.`, 'Please visit our page now.', [PAGE]],
    [`Project page: ${PAGE}`, 'Project page.', [PAGE]],
    [`Project: ${PAGE} Code: ${CODE}`, 'Project. Code.', [PAGE, CODE]],
    [`Code: ${CODE} and data: ${PAGE}.`, 'Code and data.', [CODE, PAGE]],
    [`Available at ${CODE} and ${PAGE}, it is free.`, 'Available, it is free.', [CODE, PAGE]],
    [`(data at ${PAGE}; code at ${CODE})`, '(data; code).', [PAGE, CODE]],
    ['Code: github.com/some/thing.', 'Code.', [CODE]],
    ['Samples are on www.thing.example', 'Samples are available.', ['https://www.thing.example/']],
    ['Samples via thing.github.io.', 'Samples.', ['https://thing.github.io/']],
    [`${CODE}(v2).`, '', [`${CODE}(v2)`]],
    [`Twice: ${CODE}, ${CODE}.`, 'Twice.', [CODE]],
    ['Code is available at this https URL.', 'Code is available.', []],
    ['By https://me:secret@thing.example/page', 'By.', [PAGE]],
  ])('%s', (written, abstract, addresses) => {
    expect(readAbstract(written)).toEqual({ abstract, addresses });
  });

  it.each([
    [`at \\url{${CODE}\\_x}. Good.`, 'Good.', [`${CODE}_x`]],
    [`keep a \\href{${CODE}}{GitHub list} of them`, 'keep a GitHub list of them', [CODE]],
    [`code at \\href{${CODE}}{${CODE}}.`, 'code.', [CODE]],
    [`code at $\\href{${CODE}}{github.com/some/thing}$.`, 'code.', [CODE]],
    [`code\\footnote{See ${CODE}.} is out`, 'code is out', [CODE]],
    [`at \\textit{${CODE}}.`, '', [CODE]],
    [`code at ${CODE}}{${CODE}.`, 'code.', [CODE]],
  ])('also those that TeX hides: %s', (written, abstract, addresses) => {
    expect(readAbstract(written)).toEqual({ abstract, addresses });
  });

  it.each([
    ['mail someone@github.com/x'],
    ['github.com is a site'],
    ['http://localhost:3000/x and https:// alone'],
    ['ftp://thing.example/x'],
    ['wow. It is (here) , so'],
    ['https in the text'],
  ])('%s has none', (written) => {
    expect(readAbstract(written)).toEqual({ abstract: written, addresses: [] });
  });

  it.each([
    ['Abstract: We measure.', 'We measure.'],
    ['<b>Abstract.</b> We measure.', 'We measure.'],
    ['ABSTRACT — We measure.', 'We measure.'],
    ['arXiv:2611.00001v1 Announce Type: replace-cross \nAbstract: We measure.', 'We measure.'],
    ['Abstract interpretation works.', 'Abstract interpretation works.'],
    ['Abstract-level thought.', 'Abstract-level thought.'],
  ])('%s begins with its first word', (written, abstract) => {
    expect(readAbstract(written).abstract).toBe(abstract);
  });

  it('those of works are their names', () => {
    const written = 'As https://arxiv.org/abs/2611.00001v2 and https://doi.org/10.1000/x.1. say.';
    expect(readAbstract(written)).toEqual({
      abstract: 'As arXiv:2611.00001 and doi:10.1000/x.1. say.',
      addresses: [],
    });
  });

  it('those of a long article stay: they are as likely those of others', () => {
    const article = `${'All words. '.repeat(300)}${CODE}`;
    expect(readAbstract(article)).toEqual({ abstract: article, addresses: [] });
  });

  it.each(['https://a.b/ ', '(https://a.b/', 'https://a.b/)', ': ', 'at ', '[', 'this https URL '])(
    'are looked for in a time that grows with the text: %s',
    (piece) => {
      const started = performance.now();
      readAbstract(piece.repeat(Math.floor(3000 / piece.length)));
      expect(performance.now() - started).toBeLessThan(1000);
    },
  );
});
