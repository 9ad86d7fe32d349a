import semver from "semver";

import { revisionName } from "../kit/revision-name";
import { DEFAULT_REVISION } from "../mesh/revision";
import type { UpgradeStrategy } from "../settings/settings";
import { ISTIO_NAMESPACE } from "../settings/system-namespaces";
import { skewBreach } from "../versions/skew-rule";
import type { AdoptionFinding } from "./finding";
import type { FoundIstiod, FoundMesh } from "./found-mesh";

/** What a lock can say of what runs. */
export interface ChosenPins {
    readonly strategy: UpgradeStrategy;
    /** The istiod whose values are the stack's. */
    readonly istiod: FoundIstiod;
    readonly controlPlane: string;
    readonly proxies: string;
}

/** The pins, where what runs can be said in a lock; and what stands against it, or is worth knowing of it. */
export interface PinChoice {
    readonly pins?: ChosenPins;
    readonly findings: readonly AdoptionFinding[];
}

/**
 * The versions of a mesh as a lock has them. Of several istiods each has to be a revision named by its version, and no
 * more than two; the older one is that which the proxies ask.
 */
export function choosePins(found: FoundMesh): PinChoice {
    const findings = found.istiods.flatMap(unfitIstiod);
    const sorted = [...found.istiods].sort((a, b) =>
        semver.compare(a.version ?? "0.0.0", b.version ?? "0.0.0"),
    );
    const [newest, oldest] = [sorted.at(-1), sorted[0]];
    if (!newest || !oldest) {
        return {
            findings: [
                blocks("control plane", "the cluster has no istiod", "Install Istio first: windlass init"),
            ],
        };
    }
    const names = sorted.map(({ revision }) => revision);
    if (sorted.length > 2 || (sorted.length === 2 && names.includes(DEFAULT_REVISION))) {
        const said = sorted.map(({ revision, version = "unknown" }) => `${revision} (${version})`).join(", ");
        const text = `there are ${sorted.length} control planes, ${said}, and a stack has one, or two revisions in the middle of an upgrade`;
        findings.push(
            blocks(
                "control planes",
                text,
                "End the upgrade that is under way: move the workloads to one of them and uninstall the others",
            ),
        );
    }
    if (findings.length > 0 || newest.version === undefined || oldest.version === undefined)
        return { findings };
    const strategy = names.includes(DEFAULT_REVISION) ? "in-place" : "revisions";
    const controlPlane = newest.version;
    if (strategy === "revisions")
        return { pins: { strategy, istiod: newest, controlPlane, proxies: oldest.version }, findings: [] };
    const { proxies, findings: said } = oldestProxies(found, controlPlane);
    return { pins: { strategy, istiod: newest, controlPlane, proxies }, findings: said };
}

/**
 * The oldest proxy that runs, gateways apart, for those stay where they are. Where it is too far from the control plane
 * already, the pin cannot say so: the lock names the control plane's version, which every pod that is restarted gets.
 */
function oldestProxies(
    found: FoundMesh,
    controlPlane: string,
): { proxies: string; findings: AdoptionFinding[] } {
    const gateways = new Set(found.gateways.map(({ namespace, name }) => `${namespace}/Deployment/${name}`));
    const versions = found.observed.proxies.flatMap(({ workload, version }) =>
        version === undefined || gateways.has(workload) ? [] : [version],
    );
    const plane = new semver.SemVer(controlPlane);
    const isBroken = (version: string) =>
        skewBreach(new semver.SemVer(version), plane, "in-place") !== undefined;
    const broken = [...new Set(versions.filter(isBroken))].sort(semver.compare);
    const findings = broken.map((version): AdoptionFinding => {
        const pods = found.observed.proxies
            .filter((tally) => tally.version === version)
            .reduce((sum, tally) => sum + tally.pods, 0);
        return {
            level: "decide",
            about: "skew",
            text: `${pods} pods have the proxy ${version} beside the control plane ${controlPlane}, which Istio does not support`,
            remedy: "Restart their workloads, so that they get the proxy of the control plane, before its next step",
        };
    });
    const [oldest = controlPlane] = versions.filter((version) => !isBroken(version)).sort(semver.compare);
    return { proxies: broken.length > 0 ? controlPlane : oldest, findings };
}

function unfitIstiod({ name, namespace, revision, version }: FoundIstiod): readonly AdoptionFinding[] {
    const about = `${namespace}/Deployment/${name}`;
    const found: AdoptionFinding[] = [];
    if (namespace !== ISTIO_NAMESPACE) {
        found.push(
            blocks(
                about,
                `the control plane lives in ${namespace}, and Windlass knows it in ${ISTIO_NAMESPACE} alone`,
                `Install a revision in ${ISTIO_NAMESPACE} and move the workloads there`,
            ),
        );
    }
    if (version === undefined) {
        found.push(
            blocks(
                about,
                "its image does not tell which release of Istio it is",
                "Run a release under its own tag",
            ),
        );
    } else if (revision !== DEFAULT_REVISION && revision !== revisionName(version)) {
        found.push(
            blocks(
                about,
                `its revision is called ${revision}, and Windlass calls one by its version: ${revisionName(version)}`,
                `Install that version as revision ${revisionName(version)} beside it, move the workloads there, and uninstall ${revision}`,
            ),
        );
    }
    return found;
}

function blocks(about: string, text: string, remedy: string): AdoptionFinding {
    return { level: "blocks", about, text, remedy };
}
