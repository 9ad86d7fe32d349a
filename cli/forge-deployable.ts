import { readFileSync } from "node:fs";

import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { field } from "../adapters/forge/field";
import { lockFileName } from "../lifecycle/settings/lock-parse";
import { readLock } from "../adapters/files/lock-store";
import { readSettings } from "../adapters/files/settings-source";
import { istioRequest } from "../lifecycle/upgrade/decide-istio";
import { type DeployedPins, judgeDeployed } from "../lifecycle/upgrade/judge-deployed";
import { knownStops } from "../lifecycle/upgrade/known-stops";
import { readCatalog } from "../adapters/files/catalog-store";
import { strictVersion } from "../lifecycle/kit/version-order";
import { AT_OPTION, readMoment } from "./at-option";
import type { Command } from "./command";
import { stackNames } from "./read-stacks";

/** Refuses a deployment that would be several steps at once. */
export const forgeDeployableCommand: Command = {
    name: "forge deployable",
    summary: "Say whether a stack is one step from what was deployed last",
    options: {
        stack: { type: "string", value: "STACK", help: "The stack (needed)" },
        outputs: {
            type: "string",
            value: "FILE",
            help: "Outputs of the last deployment, as JSON (default: standard input)",
        },
        at: AT_OPTION,
    },
    notes: [
        "What `pulumi stack output --json` printed is held against the lock. Exit status 5: control plane and proxies would move at",
        "once, or an istiod would go before its proxies; deploy the commits between one after the other. A stack without outputs",
        "was never deployed, and may be.",
    ].join("\n"),
    run({ root, options, terminal }) {
        const [stack] = stackNames(root, typeof options["stack"] === "string" ? [options["stack"]] : []);
        if (stack === undefined || typeof options["stack"] !== "string")
            throw new WindlassError({ key: "--stack", rule: "A stack is needed", remedy: "Name it" });
        const file = options["outputs"];
        const deployed = readDeployed(readFileSync(typeof file === "string" ? file : 0, "utf8"));
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
    },
};

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
    const istio = field(outputs, "istio");
    if (istio === undefined) return undefined;
    return { controlPlane: versionOf(istio, "controlPlane"), proxies: versionOf(istio, "proxies") };
}

function versionOf(istio: unknown, key: keyof DeployedPins): string {
    const value = field(istio, key);
    const version = typeof value === "string" ? strictVersion(value) : undefined;
    if (version) return version.version;
    throw new WindlassError({
        key: `istio.${key}`,
        value,
        rule: "must be an exact version",
        remedy: "Look at the stack's outputs",
    });
}
