import semver from "semver";

import { WindlassError, throwCollected } from "../errors";
import { isInRange, parseRange } from "../versions/range";
import type { LockFile } from "./lock-parse";
import { updateCommand } from "./lock-parse";
import type { StackSettings } from "./settings";

type Complain = (path: readonly (string | number)[], value: unknown, rule: string, remedy?: string) => void;

/**
 * Holds a lock against the settings it was made for.
 *
 * Refused: a lock for another range, chart source or registry; a version outside its range; proxies newer than their
 * control plane or more than one minor older (Istio's supported-releases page, "Control Plane/Data Plane Skew").
 * Older proxies within that are how every upgrade looks halfway, even when they are still below the range.
 *
 * @returns warnings, as sentences
 * @throws WindlassErrors with every contradiction
 */
export function checkLock(settings: StackSettings, { lock, file, lineOf }: LockFile): readonly string[] {
    const errors: WindlassError[] = [];
    const update = `Run ${updateCommand(settings.stack)}`;
    const complain: Complain = (path, value, rule, remedy = update) => {
        errors.push(
            new WindlassError({ file, line: lineOf(path), key: path.join("."), value, rule, remedy }),
        );
    };
    const { istio, flux, flagger } = lock;

    for (const key of ["range", "charts", "hub", "variant"] as const) {
        expectSame(["istio", key], istio[key], settings.istio[key], complain);
    }
    expectSame(["flux", "range"], flux.range, settings.flux.range, complain);
    expectSame(["flagger", "range"], flagger.range, settings.flagger.range, complain);
    const prerelease = settings.istio.allowPrerelease;
    expectInRange(["istio", "controlPlane"], istio.controlPlane.version, istio.range, prerelease, complain);
    expectInRange(["flux", "distribution"], flux.distribution.version, flux.range, false, complain);
    expectInRange(["flagger", "release"], flagger.release.version, flagger.range, false, complain);
    for (const [index, id] of istio.waivers.entries()) {
        if (settings.istio.waivers.some((waiver) => waiver.id === id)) continue;
        complain(
            ["istio", "waivers", index],
            id,
            "the pins needed a waiver that istio.waivers no longer holds",
        );
    }
    const skew = checkSkew(istio.controlPlane.version, istio.proxies.version, complain);
    if (skew === "same")
        expectInRange(["istio", "proxies"], istio.proxies.version, istio.range, prerelease, complain);
    throwCollected(errors);
    if (skew !== "behind") return [];
    return [`proxies behind: ${istio.proxies.version}, control plane ${istio.controlPlane.version}`];
}

function expectSame(path: readonly string[], locked: string, wanted: string, complain: Complain): void {
    if (locked === wanted) return;
    complain(path, locked, `the lock was made for this, but the settings say ${JSON.stringify(wanted)}`);
}

function expectInRange(
    path: readonly string[],
    version: string,
    range: string,
    allowPrerelease: boolean,
    complain: Complain,
): void {
    if (isInRange(version, parseRange(range), allowPrerelease)) return;
    complain([...path, "version"], version, `is outside the range ${range}`);
}

function checkSkew(controlPlane: string, proxies: string, complain: Complain): "same" | "behind" | "refused" {
    const path = ["istio", "proxies", "version"];
    const order = semver.compare(proxies, controlPlane);
    if (order === 0) return "same";
    if (order > 0) {
        complain(
            path,
            proxies,
            `proxies must not be newer than their control plane, which is ${controlPlane}`,
            "Upgrade the control plane first; on the way back move the proxies first",
        );
        return "refused";
    }
    const [above, below] = [new semver.SemVer(controlPlane), new semver.SemVer(proxies)];
    if (above.major === below.major && above.minor - below.minor <= 1) return "behind";
    complain(
        path,
        proxies,
        `proxies must be at most one minor older than their control plane, which is ${controlPlane}`,
        "Upgrade one minor at a time, control plane first, then the proxies",
    );
    return "refused";
}
