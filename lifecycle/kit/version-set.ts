import semver from "semver";

/** A set of versions that has been compiled once, to be asked often. */
export type VersionSet = (version: semver.SemVer) => boolean;

/** Compiles ranges that are OR-ed. A pre-release lies in them with its release too: it has at least the same faults. */
export function faultSet(ranges: readonly string[]): VersionSet {
    const holds = compile(ranges.map((text) => new semver.Range(text)));
    return (version) => holds(version) || (version.prerelease.length > 0 && holds(releaseOf(version)));
}

/**
 * Compiles the range of a stack. Without pre-releases it must only be asked about releases: those of the
 * pre-releases that node-semver would let in belong to the gate `stable`.
 */
export function rangeSet(text: string, includePrerelease: boolean): VersionSet {
    return compile([new semver.Range(text, { includePrerelease })]);
}

/**
 * Compares parsed versions directly: node-semver's own test parses and copies options on each call. Plain loops, because
 * a fleet asks this tens of thousands of times before anything is optimised.
 */
function compile(ranges: readonly semver.Range[]): VersionSet {
    const sets = ranges.flatMap(({ set }) => set);
    return (version) => {
        for (const comparators of sets) {
            if (holdsAll(version, comparators)) return true;
        }
        return false;
    };
}

function holdsAll(version: semver.SemVer, comparators: readonly semver.Comparator[]): boolean {
    for (const comparator of comparators) {
        if (!satisfies(version, comparator)) return false;
    }
    return true;
}

function satisfies(version: semver.SemVer, { operator, semver: bound }: semver.Comparator): boolean {
    // `*` is a comparator without a version.
    if (!(bound instanceof semver.SemVer)) return true;
    const order = compare(version, bound);
    switch (operator) {
        case ">=":
            return order >= 0;
        case ">":
            return order > 0;
        case "<=":
            return order <= 0;
        case "<":
            return order < 0;
        case "=":
        case "":
            return order === 0;
    }
}

function compare(a: semver.SemVer, b: semver.SemVer): number {
    const order = a.major - b.major || a.minor - b.minor || a.patch - b.patch;
    if (order !== 0 || (a.prerelease.length === 0 && b.prerelease.length === 0)) return order;
    return a.comparePre(b);
}

function releaseOf({ major, minor, patch }: semver.SemVer): semver.SemVer {
    return new semver.SemVer(`${major}.${minor}.${patch}`);
}
