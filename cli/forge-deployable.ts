import { getIn, isRecord } from "../lifecycle/kit/json-path";
import { readFileSync } from "node:fs";

import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { lockFileName } from "../lifecycle/settings/lock-parse";
import { readLock } from "../adapters/files/lock-store";
import { readSettings } from "../adapters/files/settings-source";
import { istioRequest } from "../lifecycle/upgrade/istio-request";
import { type DeployedPins, judgeDeployed } from "../lifecycle/upgrade/judge-deployed";
import { knownStops } from "../lifecycle/upgrade/known-stops";
import { readCatalog } from "../adapters/files/catalog-store";
import { strictVersion } from "../lifecycle/kit/version-order";
import { readMoment } from "./at-option";
import type { Invocation } from "./command";
import type { forgeDeployableCommand } from "./definitions/forge-deployable";
import { oneStack } from "./read-stacks";

/** Refuses a deployment that would be several steps at once. */
export function run({ root, options, terminal }: Invocation<typeof forgeDeployableCommand>): ExitStatus {
    const stack = oneStack(root, options.stack);
    const deployed = readDeployed(readFileSync(options.outputs ?? 0, "utf8"));
    if (!deployed) {
        terminal.print(`${stack}: nothing was deployed before`);
        return ExitStatus.ok;
    }
    const settings = readSettings(root, stack);
    const { lock } = readLock(root, stack);
    const before = { ...lock.istio.controlPlane, version: deployed.controlPlane };
    const request = istioRequest(settings, { ...lock, istio: { ...lock.istio, controlPlane: before } });
    const bestOfMinor = knownStops(request, readCatalog(root), readMoment(options));
    const [fault] = judgeDeployed({ settings, lock, deployed, bestOfMinor });
    if (!fault) {
        terminal.print(`${stack}: one step from what was deployed last, or none`);
        return ExitStatus.ok;
    }
    const way = fault.way.length > 0 ? `: ${fault.way.join(", then ")}` : "";
    throw new WindlassError({
        file: lockFileName(stack),
        value: fault.about,
        rule: `would be deployed at once: ${fault.reason}`,
        remedy: `Deploy the commits between, one after the other${way}`,
        exitStatus: ExitStatus.refused,
    });
}

/** Pins of the outputs; undefined where nothing was deployed. */
function readDeployed(text: string): DeployedPins | undefined {
    let outputs: unknown;
    try {
        outputs = JSON.parse(text);
    } catch {
        throw new WindlassError({
            key: "--outputs",
            rule: "must be JSON",
            remedy: "Give what pulumi stack output --json prints",
        });
    }
    const istio = getIn(outputs, ["istio"]);
    if (istio === undefined) return undefined;
    const gateway = getIn(istio, ["gateway"]) === undefined ? undefined : versionOf(istio, "gateway");
    return {
        controlPlane: versionOf(istio, "controlPlane"),
        proxies: versionOf(istio, "proxies"),
        gateway,
        gateways: aheadOf(istio),
        tags: getIn(istio, ["tags"]) === undefined ? undefined : versionOf(istio, "tags"),
    };
}

/** Gateways that were ahead of the others, by name. */
function aheadOf(istio: unknown): Readonly<Record<string, string>> | undefined {
    const ahead = getIn(istio, ["gateways"]);
    if (!isRecord(ahead)) return undefined;
    return Object.fromEntries(Object.keys(ahead).map((name) => [name, versionOf(ahead, name, "gateways.")]));
}

function versionOf(istio: unknown, key: string, parent = ""): string {
    const value = getIn(istio, [key]);
    const version = typeof value === "string" ? strictVersion(value) : undefined;
    if (version) return version.version;
    throw new WindlassError({
        key: `istio.${parent}${key}`,
        value,
        rule: "must be an exact version",
        remedy: "Look at the stack's outputs",
    });
}
