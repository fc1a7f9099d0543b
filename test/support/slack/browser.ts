/** A page as a person sees it. */
export interface Page {
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
  /** Where its button leads. */
  readonly link: string;
}

/** A person's browser that keeps cookies, behind the proxy that ends TLS for the app. */
export interface Browser {
  /** Opens an address, and follows where it is sent on to. */
  open(url: string): Promise<Page>;
}

/** @param publicUrl what the app is known as outside. @param originOf where it is on loopback, asked each time. */
export function openBrowser(publicUrl: string, originOf: () => string): Browser {
  const cookies = new Map<string, string>();

  async function open(url: string): Promise<Page> {
    const response = await fetch(url.replace(publicUrl, originOf), {
      redirect: 'manual',
      headers: url.startsWith(publicUrl) ? { cookie: written(cookies) } : {},
    });
    for (const cookie of response.headers.getSetCookie()) keep(cookies, cookie);
    const location = response.headers.get('location');
    if (location) return open(location);
    const html = await response.text();
    const link = /href="([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    return { status: response.status, html, headers: response.headers, link };
  }

  return { open };
}

function keep(cookies: Map<string, string>, header: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
  cookies.set(name, value);
}

function written(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}
