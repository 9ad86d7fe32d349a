/**
 * Revision name of a version: `1.31.1` is `1-31-1`. A revision ends up in labels, Service names and DNS names,
 * so it has no dots.
 *
 * @see https://istio.io/latest/docs/setup/upgrade/canary/
 */
export function revisionName(version: string): string {
    return version.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}
