import semver from "semver";

import { WindlassError, throwCollected } from "../kit/errors";
import { revisionName } from "../kit/revision-name";
import { beginFault } from "../upgrade/strategy-move";
import { systemsOutside } from "../upgrade/settle";
import { versionsOf } from "../upgrade/lock-versions";
import { gatewayFault } from "../upgrade/gateway-order";
import { tagsFault } from "../upgrade/tags-order";
import { type MeshVersions, gatewayName, istiodsOf, retiringFault, skewFault } from "../upgrade/skew";
import { isInRange, parseRange } from "../kit/range";
import { reachWords, skewBreach } from "../versions/skew-rule";
import type { IstioLock, Lock } from "../settings/lock";
import { type LockFile, updateCommand } from "../settings/lock-parse";
import { RANGED_TOOLS, TOOL_SYSTEMS, systemOfTool } from "../settings/pinned-parts";
import { partName, pinOf, pinPath, tagsPinned } from "../settings/pins";
import type { StackSettings, UpgradeStrategy } from "../settings/settings";

type Complain = (path: readonly (string | number)[], value: unknown, rule: string, remedy?: string) => void;

/**
 * Holds a lock against the settings it was made for.
 *
 * Refused: a lock for another range, chart source or registry; a version outside its range; proxies newer than their
 * control plane or too old for it ({@link skewBreach}). Older proxies within that are how every upgrade looks halfway,
 * even when they are still below the range.
 *
 * An upgrade of several steps has a control plane outside the range for a while. That is accepted while the lock says
 * where it is going (`istio.towards`), in the range and newer than the control plane; older, where the settings allow
 * a downgrade.
 *
 * Pins that lie outside a range that was changed are accepted while the lock names their system in `outside`: no step into
 * the range may be taken yet.
 *
 * A revision that is being retired (`istio.retiring`) is one of strategy `revisions`, none that is pinned, and within the
 * reach of both pins.
 *
 * @returns warnings, as sentences
 * @throws WindlassErrors with every contradiction
 */
export function checkLock(settings: StackSettings, { lock, file, lineOf }: LockFile): readonly string[] {
    const errors: WindlassError[] = [];
    const update = `Run ${updateCommand(settings.stack)} --only settings, which moves no pin`;
    const complain: Complain = (path, value, rule, remedy = update) => {
        errors.push(
            new WindlassError({ file, line: lineOf(path), key: path.join("."), value, rule, remedy }),
        );
    };
    const { istio } = lock;

    for (const key of ["range", "charts", "hub", "variant"] as const) {
        expectSame(["istio", key], istio[key], settings.istio[key], complain);
    }
    for (const system of TOOL_SYSTEMS)
        expectSame([system, "range"], lock[system].range, settings[system].range, complain);
    const prerelease = settings.istio.allowPrerelease;
    const onTheWay = isOnTheWay(settings, istio, complain);
    const outside = new Set(lock.outside);
    if (!onTheWay && !outside.has("istio")) {
        expectInRange(
            ["istio", "controlPlane"],
            istio.controlPlane.version,
            istio.range,
            prerelease,
            complain,
        );
    }
    for (const tool of RANGED_TOOLS) {
        const system = systemOfTool(tool);
        if (outside.has(system)) continue;
        expectInRange(pinPath(tool), pinOf(lock, tool).version, lock[system].range, false, complain);
    }
    checkOutside(settings, lock, complain);
    for (const [index, id] of istio.waivers.entries()) {
        if (settings.istio.waivers.some((waiver) => waiver.id === id)) continue;
        complain(
            ["istio", "waivers", index],
            id,
            "the pins needed a waiver that istio.waivers no longer holds",
        );
    }
    const skew = checkSkew(istio, settings.istio.strategy, complain);
    const tags = tagsPinned(settings) ? istio.tags : undefined;
    if (tags && skew !== "refused") checkTags(istio, tags.version, settings.istio.strategy, complain);
    const versions = versionsOf(lock, settings);
    const hasGateway = settings.gateways.length > 0 && istio.gateway !== undefined;
    if (hasGateway && skew !== "refused") checkGateways(versions, istio, settings.istio.strategy, complain);
    checkAhead(settings, lock, complain);
    checkRetiring(versions, settings, complain);
    checkStrategyMove(istio, complain);
    checkCrds(versions, settings.istio.strategy, complain);
    checkNext(istio, complain);
    if (skew === "same" && !onTheWay && !outside.has("istio"))
        expectInRange(["istio", "proxies"], istio.proxies.version, istio.range, prerelease, complain);
    throwCollected(errors);
    const warnings: string[] = [];
    if (onTheWay)
        warnings.push(`on the way to ${istio.towards}: control plane ${istio.controlPlane.version}`);
    if (istio.strategyMove !== undefined)
        warnings.push(
            `on the way to another strategy since ${istio.strategySince}: two istiods run, and no version moves`,
        );
    if (outside.size > 0)
        warnings.push(`outside the range until a step into it may be taken: ${[...outside].join(", ")}`);
    if (skew === "behind") {
        warnings.push(
            `proxies behind: ${istio.proxies.version}, control plane ${istio.controlPlane.version}${throughWords(istio)}`,
        );
    }
    for (const [name, version] of hasGateway ? Object.entries(versions.gateways ?? {}) : []) {
        if (semver.lt(version, istio.proxies.version))
            warnings.push(
                `${gatewayName(name, versions).replace("the ", "")} behind: ${version}, proxies ${istio.proxies.version}`,
            );
    }
    if (tags && semver.lt(tags.version, istio.proxies.version))
        warnings.push(`tags behind: ${tags.version}, proxies ${istio.proxies.version}`);
    const { retiring } = istio;
    if (retiring !== undefined)
        warnings.push(`revision ${revisionName(retiring)} stays until its proxies are gone`);
    return warnings;
}

function throughWords({ proxies: { next } }: IstioLock): string {
    return next === undefined ? "" : `, cohorts through ${next.through} on it`;
}

/** A lock names what lies outside its range, and nothing that does not. */
function checkOutside(settings: StackSettings, lock: Lock, complain: Complain): void {
    const out = systemsOutside(settings, lock);
    for (const [index, system] of (lock.outside ?? []).entries()) {
        if (!out.includes(system))
            complain(["outside", index], system, "its pins lie in the range, or on the way into it");
    }
}

/** On the way to the other strategy both istiods have the version of every proxy. */
function checkStrategyMove(istio: IstioLock, complain: Complain): void {
    const { strategyMove, strategySince } = istio;
    const path = ["istio", "strategyMove"];
    const remedy = "Restore the file from Git";
    if ((strategyMove === undefined) !== (strategySince === undefined))
        complain(path, strategyMove, "must stand together with strategySince", remedy);
    if (strategyMove === undefined) return;
    const fault = beginFault(istio);
    if (fault !== undefined) complain(path, strategyMove, fault, remedy);
}

function checkCrds(versions: MeshVersions, strategy: UpgradeStrategy, complain: Complain): void {
    const { crds } = versions;
    if (crds === undefined) return;
    const caughtUp = istiodsOf(versions, strategy).find((istiod) => semver.lte(crds, istiod));
    if (caughtUp === undefined) return;
    complain(
        ["istio", "crds"],
        crds,
        `must be newer than every istiod, and ${caughtUp} is not older`,
        "Restore the file from Git",
    );
}

/** Cohorts move up, and to the version of the control plane that serves them. */
function checkNext({ controlPlane, proxies }: IstioLock, complain: Complain): void {
    const { next } = proxies;
    if (next === undefined) return;
    const path = ["istio", "proxies", "next", "version"];
    const remedy = "Restore the file from Git";
    if (next.version !== controlPlane.version)
        complain(path, next.version, `must be the control plane's version, ${controlPlane.version}`, remedy);
    if (semver.lte(next.version, proxies.version))
        complain(path, next.version, `must be newer than the pin, ${proxies.version}`, remedy);
}

function checkRetiring(versions: MeshVersions, settings: StackSettings, complain: Complain): void {
    const { strategy } = settings.istio;
    const rule = retiringFault(versions, strategy);
    if (rule === undefined) return;
    const remedy =
        strategy === "revisions"
            ? "Restore the file from Git"
            : `Keep istio.strategy at revisions until ${updateCommand(settings.stack)} has pruned it`;
    complain(["istio", "retiring"], versions.retiring, rule, remedy);
}

/** Whether the control plane is outside the range for a while, on the way into it. */
function isOnTheWay(settings: StackSettings, istio: IstioLock, complain: Complain): boolean {
    const { towards, controlPlane, range } = istio;
    if (towards === undefined) return false;
    const { allowPrerelease, allowDowngrade } = settings.istio;
    const path = ["istio", "towards"];
    if (!isInRange(towards, parseRange(range), allowPrerelease)) {
        complain(path, towards, `is outside the range ${range}`);
        return false;
    }
    if (semver.gt(towards, controlPlane.version)) return true;
    if (allowDowngrade && semver.lt(towards, controlPlane.version)) return true;
    const rule = `must be newer than the control plane, which is ${controlPlane.version}`;
    complain(path, towards, rule);
    return false;
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

/** Gateways are proxies, and the last to move up. */
function checkGateways(
    { controlPlane, proxies, gateways = {} }: MeshVersions,
    { gateways: ahead = {} }: IstioLock,
    strategy: UpgradeStrategy,
    complain: Complain,
): void {
    const remedy = "Restore the file from Git, and let update take the step of the gateway";
    const told = new Set<string>();
    for (const [name, version] of Object.entries(gateways)) {
        const path = ahead[name] ? ["istio", "gateways", name, "version"] : ["istio", "gateway", "version"];
        const pins = { controlPlane, proxies, gateways: { [name]: version } };
        const rule = gatewayFault(pins) ?? skewFault(pins, strategy);
        // Gateways that share a pin share what is wrong with it.
        if (rule === undefined || told.has(path.join())) continue;
        told.add(path.join());
        complain(path, version, rule, remedy);
    }
}

/** A lock has one form: what all gateways have at least, and those that are newer by name. */
function checkAhead({ gateways }: StackSettings, lock: Lock, complain: Complain): void {
    const remedy = "Restore the file from Git";
    const base = pinOf(lock, "gateway").version;
    const ahead = Object.entries(lock.istio.gateways ?? {});
    for (const [name, { version }] of ahead) {
        const path = ["istio", "gateways", name, "version"];
        if (semver.lte(version, base))
            complain(path, version, `must be newer than istio.gateway, which is ${base}`, remedy);
        else if (!gateways.some((gateway) => gateway.name === name))
            complain(path, version, "is of a gateway that the settings do not have");
    }
    const isAnyBehind = gateways.some(({ name }) => lock.istio.gateways?.[name] === undefined);
    if (ahead.length > 0 && !isAnyBehind)
        complain(["istio", "gateway", "version"], base, "is of no gateway: all are ahead of it");
}

/** Tags bring proxies: they move up after those of the workloads. */
function checkTags(
    { controlPlane, proxies }: IstioLock,
    tags: string,
    strategy: UpgradeStrategy,
    complain: Complain,
): void {
    const remedy = `Restore the file from Git, and let update take the step of ${partName("tags")}`;
    const pins = { controlPlane: controlPlane.version, proxies: proxies.version, tags };
    const rule = tagsFault(pins) ?? skewFault(pins, strategy);
    if (rule !== undefined) complain(["istio", "tags", "version"], tags, rule, remedy);
}

function checkSkew(
    { controlPlane: { version: controlPlane }, proxies: { version: proxies } }: IstioLock,
    strategy: UpgradeStrategy,
    complain: Complain,
): "same" | "behind" | "refused" {
    const path = ["istio", "proxies", "version"];
    const breach = skewBreach(new semver.SemVer(proxies), new semver.SemVer(controlPlane), strategy);
    if (breach === undefined) return semver.eq(proxies, controlPlane) ? "same" : "behind";
    const [rule, remedy] =
        breach === "newer"
            ? [
                  "not be newer than their control plane",
                  "Upgrade the control plane first; on the way back move the proxies first",
              ]
            : [
                  `be at most ${reachWords(strategy)} older than their control plane`,
                  `Upgrade ${reachWords(strategy)} at a time, control plane first, then the proxies`,
              ];
    complain(path, proxies, `proxies must ${rule}, which is ${controlPlane}`, remedy);
    return "refused";
}
