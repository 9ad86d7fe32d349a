import semver from "semver";

import { WindlassError } from "./errors";
import { strictVersion } from "./version-order";

/** A semver range that names the versions it wants. */
export interface VersionRange {
    /** The range as it was written. */
    readonly text: string;
    /** Lowest version it allows: `1.31.0`. */
    readonly floor: string;
}

/** Longest range that is read; node-semver stops at the same length. */
const MAX_LENGTH = 256;

/**
 * Reads a range as node-semver does, and refuses what would let anything in.
 *
 * node-semver turns an empty text into `*`; here a range without a lower bound above 0.0.0, in any of its `||`
 * alternatives, is too broad: what it picks changes with every release of upstream.
 *
 * @throws WindlassError with the range as its value
 */
export function parseRange(text: string): VersionRange {
    const fail = (rule: string): never => {
        throw new WindlassError({
            value: text,
            rule,
            remedy: "Write a range such as ~1.31 or >=1.30.5 <1.32",
        });
    };
    if (text.trim() === "") fail("must not be empty");
    if (text.length > MAX_LENGTH) fail(`must not be longer than ${MAX_LENGTH} characters`);
    // Newlines and look-alike blanks would otherwise be trimmed away and end up in the lock file.
    if (/[^\x20-\x7e]/.test(text)) fail("must be a semver range of plain ASCII characters");
    let range: semver.Range;
    try {
        range = new semver.Range(text);
    } catch {
        return fail("is not a semver range");
    }
    if (range.set.some((comparators) => !comparators.some(isLowerBound))) {
        fail("is too broad: a range needs a lower bound");
    }
    const floor = semver.minVersion(range);
    // Nor can what no release can be called: a number of more than nine digits.
    if (!floor || !strictVersion(floor.version)) return fail("no version can satisfy this range");
    return { text, floor: floor.version };
}

/**
 * Whether a version lies in a range. Pre-releases do not, unless they are allowed.
 *
 * @param version - exact version; anything else is in no range
 */
export function isInRange(version: string, range: VersionRange, allowPrerelease = false): boolean {
    return semver.satisfies(version, range.text, { includePrerelease: allowPrerelease });
}

function isLowerBound(comparator: semver.Comparator): boolean {
    const { operator, semver: bound } = comparator;
    // `*` is a comparator without a version.
    if (!(bound instanceof semver.SemVer) || operator.startsWith("<")) return false;
    return bound.major + bound.minor + bound.patch > 0;
}
