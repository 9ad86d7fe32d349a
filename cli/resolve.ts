import { createRequire } from "node:module";

import { type ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { readCatalog } from "../adapters/files/catalog-store";
import { parseDuration } from "../lifecycle/kit/duration";
import { parseKubernetesVersion } from "../lifecycle/kit/kubernetes-version";
import { parseRange } from "../lifecycle/kit/range";
import { type Moment, type ResolveRequest, parseSidecarVersion } from "../lifecycle/versions/request";
import { proposeWider } from "../lifecycle/versions/proposal";
import { type Verdict, resolve, verdictStatus, warningTexts } from "../lifecycle/versions/resolve";
import { readMoment } from "./at-option";
import type { Invocation, OptionValues } from "./command";
import type { resolveCommand } from "./definitions/resolve";
import { readOption } from "./option-value";
import { verdictText } from "./verdict-table";

// As in commands.ts: loaded when it is needed.
const load = createRequire(__filename);

/** Answers which release of Istio a cluster should run, and why not a newer one. */
export async function run(invocation: Invocation<typeof resolveCommand>): Promise<ExitStatus> {
    const { root, options, terminal } = invocation;
    const at = readMoment(options);
    const request = readRequest(options, await ofStack(invocation, at));
    const catalog = readCatalog(root);
    const verdict = resolve(request, catalog, at);
    const proposal = proposeWider(request, catalog, at, verdict);
    terminal.print(
        options.json ? verdictJson(verdict) : verdictText({ verdict, request, at, proposal }, terminal),
    );
    return verdictStatus(verdict);
}

/** The document of `--json`: these four keys and nothing else. */
function verdictJson(verdict: Verdict): string {
    const { version, rejected, catalog } = verdict;
    return JSON.stringify({ version, rejected, warnings: warningTexts(verdict), catalog });
}

/** Reads every option before anything is judged, so that a complaint names its option. */
function readRequest(
    options: OptionValues<typeof resolveCommand>,
    stack: ResolveRequest | undefined,
): ResolveRequest {
    const range = options.range ?? stack?.range;
    if (range === undefined) {
        throw new WindlassError({
            key: "--range",
            rule: "A range is needed",
            remedy: "Give one such as --range ~1.31, or a --stack",
        });
    }
    // A variant is no part of the version.
    const current = readOption("--current", options.current, (text) => parseSidecarVersion(text).version);
    const sidecars = options.sidecars
        ?.flatMap(sidecarList)
        .map((version) => check("--sidecars", version, parseSidecarVersion));
    return {
        ...stack,
        range: check("--range", range, parseRange),
        kubernetes: check("--kubernetes", options.kubernetes, parseKubernetesVersion) ?? stack?.kubernetes,
        current: current ?? stack?.current,
        sidecars: sidecars ?? stack?.sidecars ?? [],
        strategy: options.strategy ?? stack?.strategy,
        minimumAge: check("--minimum-age", options["minimum-age"], parseDuration) ?? stack?.minimumAge,
    };
}

/** Read only where a stack is named: a plain question needs neither settings nor Git. */
async function ofStack(
    invocation: Invocation<typeof resolveCommand>,
    at: Moment,
): Promise<ResolveRequest | undefined> {
    const named = invocation.options.stack;
    if (named === undefined) return undefined;
    const { stackRequest } = load("./stack-request") as typeof import("./stack-request");
    return stackRequest(invocation, named, at);
}

/** An empty list is what a script passes that found no sidecar. */
function sidecarList(value: string): readonly string[] {
    return value.trim() === "" ? [] : value.split(",").map((version) => version.trim());
}

/** The value itself, once it can be read. */
function check<T extends string | undefined>(option: string, value: T, read: (value: string) => unknown): T {
    readOption(option, value, read);
    return value;
}
