import type { ImageName } from "../store/appearance";

/** What the platform shows until somebody puts a picture of their own. */
export const defaultImages: Record<ImageName, string> = {
  favicon: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#3a2e8c"/><path d="M8 24 16 7l8 17M11 18h10" fill="none" stroke="#fff" stroke-width="3"/></svg>`,
  logo: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 48"><rect x="2" y="2" width="44" height="44" rx="9" fill="#3a2e8c"/><path d="M13 36 24 12l11 24M17 28h14" fill="none" stroke="#fff" stroke-width="4"/><text x="58" y="32" font-family="system-ui, sans-serif" font-size="23" fill="#222">algorithmia-platform</text></svg>`,
};
