/**
 * The looks of a mail. They stand in each element, because some programs drop the style sheet
 * (https://www.caniemail.com/features/html-style/); the sheet adds the dark mode and the phone.
 */

const FONT =
  "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

export const STYLES = {
  body: 'margin:0;padding:0;background-color:#eef0f3;-webkit-text-size-adjust:100%',
  preview:
    'display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px',
  around: 'padding:28px 12px',
  sheet: `max-width:600px;margin:0 auto;background-color:#ffffff;border-radius:10px;${FONT};color:#1f2328;text-align:left`,
  head: 'padding:26px 32px 20px',
  brand:
    'margin:0 0 10px;font-size:12px;line-height:16px;letter-spacing:1.2px;text-transform:uppercase;font-weight:600;color:#3b6ea5',
  heading: 'margin:0;font-size:22px;line-height:29px;font-weight:600;color:#1f2328',
  line: 'margin:10px 0 0;font-size:15px;line-height:23px;color:#1f2328',
  small: 'margin:3px 0 0;font-size:13px;line-height:19px;color:#59636e',
  section:
    'padding:22px 32px 0;border-top:1px solid #e3e6ea;font-size:13px;line-height:18px;font-weight:600;color:#3b6ea5',
  card: 'padding:22px 32px;border-top:1px solid #e3e6ea',
  cardOfSection: 'padding:10px 32px 22px',
  title: 'margin:0;font-size:17px;line-height:24px;font-weight:600',
  titleLink: 'color:#16498a;text-decoration:none',
  summary: 'margin:10px 0 0;font-size:15px;line-height:23px;color:#1f2328',
  reasons: 'margin:12px 0 0;padding:0 0 0 10px;border-left:3px solid #7fb08f',
  reason: 'margin:0;padding:1px 0;font-size:13px;line-height:19px;color:#4a5560',
  links: 'margin:12px 0 0;font-size:14px;line-height:22px;color:#8a939c',
  link: 'color:#16498a;text-decoration:underline',
  brief: 'padding:11px 32px;border-top:1px solid #e3e6ea',
  briefTitle: 'margin:0;font-size:15px;line-height:21px;font-weight:600',
  actions: 'padding:4px 32px 28px',
  button:
    'display:inline-block;padding:12px 24px;background-color:#2f5f94;border-radius:6px;font-size:16px;line-height:20px;font-weight:600;color:#ffffff;text-decoration:none',
  code: 'font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:92%',
  foot: 'padding:20px 32px 26px;border-top:1px solid #e3e6ea;font-size:12px;line-height:19px;color:#59636e',
} as const;

export type Style = keyof typeof STYLES;

/** Each class is the name of a style above. */
export const SHEET = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
.sheet a:hover { text-decoration: underline !important; }
@media (max-width: 620px) {
  .around { padding: 0 !important; }
  .sheet { border-radius: 0 !important; }
  .head, .card, .cardOfSection, .section, .brief, .actions, .foot { padding-left: 18px !important; padding-right: 18px !important; }
  .heading { font-size: 20px !important; line-height: 27px !important; }
}
@media (prefers-color-scheme: dark) {
  .body, .around { background-color: #0f1216 !important; }
  .sheet { background-color: #191d23 !important; color: #e2e6ea !important; }
  .heading, .line, .summary { color: #e2e6ea !important; }
  .small, .foot, .links { color: #98a2ad !important; }
  .reasons { border-left-color: #4f7d60 !important; }
  .reason { color: #b3bcc6 !important; }
  .brand, .section { color: #84b1e0 !important; }
  .titleLink, .link { color: #8fbcf0 !important; }
  .section, .card, .brief, .foot { border-top-color: #2c323a !important; }
  .button { background-color: #3f78b5 !important; color: #ffffff !important; }
}`;
