import { createRequire } from "node:module";

import { WindlassError } from "../lifecycle/kit/errors";
import type { UpgradeStrategy } from "../lifecycle/settings/settings";
import { readCatalog } from "../adapters/files/catalog-store";
import { parseDuration } from "../lifecycle/kit/duration";
import { parseKubernetesVersion } from "../lifecycle/kit/kubernetes-version";
import { parseRange } from "../lifecycle/kit/range";
import {
    type Moment,
    type ResolveRequest,
    STRATEGIES,
    parseSidecarVersion,
} from "../lifecycle/versions/request";
import { proposeWider } from "../lifecycle/versions/proposal";
import { type Verdict, resolve, verdictStatus, warningTexts } from "../lifecycle/versions/resolve";
import { AT_OPTION, readMoment } from "./at-option";
import { type Command, type Invocation, JSON_OPTION, type OptionValues } from "./command";
import { verdictText } from "./verdict-table";

// As in commands.ts: loaded when it is needed.
const load = createRequire(__filename);

/** Answers which release of Istio a cluster should run, and why not a newer one. */
export const resolveCommand: Command = {
    name: "resolve",
    summary: "Say which Istio release to run, and why not a newer one",
    options: {
        range: {
            type: "string",
            value: "RANGE",
            help: "Semver range with a lower bound: ~1.31 (needed without --stack)",
        },
        stack: {
            type: "string",
            value: "STACK",
            help: "Ask for this stack: its settings, pins and holds; other options replace them",
        },
        at: AT_OPTION,
        kubernetes: {
            type: "string",
            value: "V",
            help: "Kubernetes version of the cluster: 1.34, v1.34.2-gke.100",
        },
        current: { type: "string", value: "V", help: "Istio version the control plane runs now" },
        sidecars: {
            type: "string",
            value: "V,…",
            help: "Proxy versions in Git, separated by commas; may be repeated",
            multiple: true,
        },
        strategy: { type: "string", value: "S", help: "in-place or revisions (default: in-place)" },
        "minimum-age": {
            type: "string",
            value: "D",
            help: "Time since the release: 0d, 3d, 36h (default: 3d)",
        },
        json: JSON_OPTION,
    },
    notes: [
        "Answers from catalog/ alone and writes nothing. What --at says lies in the future does not exist yet.",
        "Exit status 0: a release was found. 3: none may be picked, the pin stays. 2: the question cannot be read, or no",
        "version can lie in the range.",
    ].join("\n"),
    async run(invocation) {
        const { root, options, terminal } = invocation;
        const at = readMoment(options);
        const request = readRequest(options, await ofStack(invocation, at));
        const catalog = readCatalog(root);
        const verdict = resolve(request, catalog, at);
        const proposal = proposeWider(request, catalog, at, verdict);
        terminal.print(
            options["json"]
                ? verdictJson(verdict)
                : verdictText({ verdict, request, at, proposal }, terminal),
        );
        return verdictStatus(verdict);
    },
};

/** The document of `--json`: these four keys and nothing else. */
function verdictJson(verdict: Verdict): string {
    const { version, rejected, catalog } = verdict;
    return JSON.stringify({ version, rejected, warnings: warningTexts(verdict), catalog });
}

/** Reads every option before anything is judged, so that a complaint names its option. */
function readRequest(options: OptionValues, stack: ResolveRequest | undefined): ResolveRequest {
    const range = text(options, "range") ?? stack?.range;
    if (range === undefined) {
        throw new WindlassError({
            key: "--range",
            rule: "A range is needed",
            remedy: "Give one such as --range ~1.31, or a --stack",
        });
    }
    const current = check("current", text(options, "current"), parseSidecarVersion);
    const sidecars = (options["sidecars"] as readonly string[] | undefined)
        ?.flatMap(sidecarList)
        .map((version) => check("sidecars", version, parseSidecarVersion));
    const strategy = check("strategy", text(options, "strategy"), parseStrategy);
    return {
        ...stack,
        range: check("range", range, parseRange),
        kubernetes:
            check("kubernetes", text(options, "kubernetes"), parseKubernetesVersion) ?? stack?.kubernetes,
        // A variant is no part of the version.
        current: current === undefined ? stack?.current : parseSidecarVersion(current).version,
        sidecars: sidecars ?? stack?.sidecars ?? [],
        strategy: (strategy as UpgradeStrategy | undefined) ?? stack?.strategy,
        minimumAge: check("minimum-age", text(options, "minimum-age"), parseDuration) ?? stack?.minimumAge,
    };
}

/** Read only where a stack is named: a plain question needs neither settings nor Git. */
async function ofStack(invocation: Invocation, at: Moment): Promise<ResolveRequest | undefined> {
    const named = text(invocation.options, "stack");
    if (named === undefined) return undefined;
    const { stackRequest } = load("./stack-request") as typeof import("./stack-request");
    return stackRequest(invocation, named, at);
}

/** An empty list is what a script passes that found no sidecar. */
function sidecarList(value: string): readonly string[] {
    return value.trim() === "" ? [] : value.split(",").map((version) => version.trim());
}

function text(options: OptionValues, name: string): string | undefined {
    return options[name] as string | undefined;
}

/** The value itself, once it has been read; a complaint gets the option's name. */
function check<T extends string | undefined>(name: string, value: T, read: (value: string) => unknown): T {
    if (value === undefined) return value;
    try {
        read(value);
        return value;
    } catch (error) {
        if (!(error instanceof WindlassError)) throw error;
        throw new WindlassError({ ...error.details, key: `--${name}` });
    }
}

function parseStrategy(value: string): UpgradeStrategy {
    const strategy = STRATEGIES.find((known) => known === value);
    if (strategy) return strategy;
    throw new WindlassError({
        value,
        rule: "There is no such strategy",
        remedy: `Choose ${STRATEGIES.join(" or ")}`,
    });
}
