/** What a change takes away of a stack. */
export interface Removal {
    /** Objects the stack had. */
    readonly before: number;
    /** Of those, how many are gone. */
    readonly removed: number;
    /** Percent that may go without a word of confirmation. */
    readonly limit: number;
}

/** Name of the rule, and of the waiver that confirms a deletion that is meant. */
export const MASS_DELETION = "mass-deletion";

/**
 * Whether a change removes more of a stack than a slip should be able to: a renamed folder, an empty list of apps. Flux
 * prunes what is gone from Git, all of it, within minutes (flux2#5512).
 *
 * @returns the reason of a refusal; undefined where the change may pass
 */
export function massDeletion({ before, removed, limit }: Removal): string | undefined {
    if (removed === 0 || removed * 100 <= before * limit) return undefined;
    const share = Math.round((removed * 100) / before);
    return `the change removes ${removed} of its ${before} objects, ${share} %, and ${limit} % may go unconfirmed`;
}
