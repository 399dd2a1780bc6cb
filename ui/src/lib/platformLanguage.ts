// Gives the page a language that Intl takes, before any library asks for it: imported first by main.ts.
//
// WebKitGTK says "C" where the locale is C.UTF-8, as in many containers, and uPlot makes a number format of
// `navigator.language` while it loads: the page would stay empty.

export function isUsable(language: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(language).length > 0;
  } catch {
    return false;
  }
}

if (!isUsable(navigator.language)) {
  Object.defineProperty(navigator, 'language', { value: 'en', configurable: true });
}
