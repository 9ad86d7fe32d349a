import { quoteValue } from "../kit/errors";
import type { Bulletin, BulletinPage } from "./catalog";
import { parseBulletinReleases } from "./bulletin-ranges";

/**
 * Corrections whose ground has moved: the page no longer says what the correction was made against. One sentence each.
 * Such a correction may be wrong by now, or upstream may have mended the page.
 */
export function staleCorrections(bulletins: readonly Bulletin[]): readonly string[] {
    return bulletins.flatMap(({ id, page, correction }) =>
        (Object.keys(correction?.against ?? {}) as (keyof BulletinPage)[])
            .filter((field) => JSON.stringify(correction?.against[field]) !== JSON.stringify(page[field]))
            .map((field) => {
                const [was, is] = [quoteValue(correction?.against[field]), quoteValue(page[field])];
                return `${id}: its correction was made against ${field} ${was}, and the page says ${is}`;
            }),
    );
}

/** Bulletins whose ranges are not what the page's texts mean. One sentence each. */
export function inconsistentBulletins(bulletins: readonly Bulletin[]): readonly string[] {
    return bulletins
        .filter(
            ({ page, literal }) =>
                JSON.stringify(parseBulletinReleases(page.releases)) !== JSON.stringify(literal),
        )
        .map(({ id }) => `${id}: literal is not what the page's releases mean`);
}
