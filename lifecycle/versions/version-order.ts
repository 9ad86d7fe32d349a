import semver from "semver";

// Five digits a number: no line of releases is longer, and what counts minors or patches comes to an end.
const STRICT = /^(?:0|[1-9]\d{0,4})\.(?:0|[1-9]\d{0,4})\.(?:0|[1-9]\d{0,4})(?:-[0-9A-Za-z.-]{1,64})?$/;

/**
 * Reads an exact version as upstream tags it: strict semver, no `v`, no build metadata, nothing around it.
 *
 * `semver.parse` trims, so `1.2.3\n` would pass there; what passes here is safe in a path, a shell and YAML.
 *
 * @returns undefined for anything else
 */
export function strictVersion(text: string): semver.SemVer | undefined {
    if (text.length > 96 || !STRICT.test(text)) return undefined;
    return semver.parse(text) ?? undefined;
}

/** `1.31` of 1.31.1. */
export function minorOf({ major, minor }: semver.SemVer): string {
    return `${major}.${minor}`;
}

/** How many minors lie from one version to another: 2 from 1.29.8 to 1.31.1, -1 back from 1.31 to 1.30. Infinite across majors. */
export function minorsBetween(from: semver.SemVer, to: semver.SemVer): number {
    if (from.major !== to.major) return from.major < to.major ? Infinity : -Infinity;
    return to.minor - from.minor;
}
