import { escapeText } from './text.ts';

/** What stands before people who install the app: a heading, sentences, and one link to go on by. */
interface Page {
  readonly title: string;
  readonly lines: readonly string[];
  readonly link?: { readonly label: string; readonly url: string };
}

/** What /slack/install shows. @param url where Slack asks for the person's consent. */
export function installPage(url: string): string {
  return render({
    title: 'Add Paper Route to Slack',
    lines: [
      'Paper Route posts new research papers on the topics that a channel follows: type /subscribe with some words there.',
      'On the next page Slack asks for the workspace, and lists what the bot may do.',
    ],
    link: { label: 'Add to Slack', url },
  });
}

/** What is shown once the app is installed. @param url opens Slack. */
export function successPage(name: string, url: string): string {
  return render({
    title: `Paper Route is in ${name}`,
    lines: ['Type /subscribe grpo in a channel there, or /papers help.'],
    link: { label: 'Open Slack', url },
  });
}

/** What is shown when it was not. @param reason sentences. @param url where to start again. */
export function failurePage(reason: string, url: string): string {
  return render({
    title: 'Paper Route was not installed',
    lines: [reason],
    link: { label: 'Start again', url },
  });
}

function render({ title, lines, link }: Page): string {
  const action = link
    ? `<p><a href="${escapeHtml(link.url)}">${escapeHtml(link.label)}</a></p>`
    : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
${lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')}
${action}
</body>
</html>
`;
}

const STYLE = `
:root { color-scheme: light dark; font: 1.1rem/1.5 system-ui, sans-serif; }
body { max-width: 34rem; margin: 12vh auto; padding: 0 1.5rem; }
a { display: inline-block; padding: .6rem 1.2rem; border-radius: .4rem; background: #1f3a5f; color: #fff; }
`;

function escapeHtml(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;');
}
