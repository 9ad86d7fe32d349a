import { dirname } from "node:path";

import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { workflowRun } from "../adapters/forge/open-forge";
import { upstreamOf } from "../adapters/upstream/upstream";
import { addressBelow } from "../adapters/http/web-address";
import {
    ISTIOCTL_PLATFORMS,
    type IstioctlPlatform,
    istioctlAsset,
    istioctlPlatform,
} from "../adapters/istioctl/assets";
import { fetchIstioctl, pinnedDigest } from "../adapters/istioctl/pinned";
import { parseVersion } from "../lifecycle/versions/request";
import { type Command, type Invocation, JSON_OPTION } from "./command";
import { type PinnedLocks, pinnedVersion, readLocks, requireVersion } from "./istioctl";

/** Fetches an istioctl and says where it is. */
export const istioctlGetCommand: Command = {
    name: "istioctl get",
    summary: "Fetch the istioctl that is pinned, verify it, and say where it is",
    options: {
        stack: {
            type: "string",
            value: "STACK",
            help: "The istioctl of this stack's proxies (default: what all stacks pin)",
        },
        version: { type: "string", value: "VERSION", help: "This one, whatever the stacks pin" },
        platform: {
            type: "string",
            value: "P",
            help: `One of ${ISTIOCTL_PLATFORMS.join(", ")} (default: this machine's)`,
        },
        address: { type: "boolean", help: "Only say where it would be fetched from" },
        "add-path": { type: "boolean", help: "Put it on the PATH of the workflow's later steps" },
        json: JSON_OPTION,
    },
    notes: [
        "Prints the program's path. In a workflow it writes the outputs version, major, minor, patch, platform, url, digest and",
        "path; with --add-path later steps find istioctl on their PATH.",
        "It is kept in WINDLASS_CACHE, and verified against the lock's digest each time, as windlass istioctl does.",
    ].join("\n"),
    async run(invocation) {
        const { options, env, terminal } = invocation;
        const locks = readLocks(invocation);
        const version =
            options["version"] === undefined
                ? pinnedVersion(locks, invocation)
                : requireVersion(options["version"]);
        const own = istioctlPlatform(process.platform, process.arch);
        const platform = readPlatform(options["platform"]) ?? own;
        if (options["add-path"] === true && (platform !== own || options["address"] === true)) {
            throw new WindlassError({
                key: "--add-path",
                rule: "would put a program on the PATH that does not run here",
                remedy: "Leave --platform and --address out",
            });
        }
        const { major, minor, patch } = parseVersion(version);
        const url = addressOf(version, platform, env);
        const fetched =
            options["address"] === true ? undefined : await fetchFor(version, platform, locks, invocation);
        const about = {
            version,
            major: String(major),
            minor: String(minor),
            patch: String(patch),
            platform,
            url,
            digest: fetched?.digest ?? pinnedDigest([...locks.values()], version, platform) ?? "",
            path: fetched?.path ?? "",
        };
        const run = workflowRun(env);
        run.writeOutputs(about);
        if (options["add-path"] === true && fetched && !run.addToPath(dirname(fetched.path))) {
            terminal.note("This is no workflow: GITHUB_PATH is not set, and no PATH was changed.");
        }
        terminal.print(options["json"] ? JSON.stringify(about) : (fetched?.path ?? url));
        return ExitStatus.ok;
    },
};

async function fetchFor(
    version: string,
    platform: IstioctlPlatform,
    locks: PinnedLocks,
    { env, signal, terminal }: Invocation,
): Promise<{ readonly path: string; readonly digest: string }> {
    const onNote = (sentence: string): void => terminal.note(sentence);
    return fetchIstioctl(version, { env, locks: [...locks.values()], platform, signal, onNote });
}

function addressOf(version: string, platform: IstioctlPlatform, env: Invocation["env"]): string {
    const asset = istioctlAsset(version, platform);
    if (asset !== undefined) return addressBelow(upstreamOf(env).releases, version, asset).href;
    throw new WindlassError({
        key: "--platform",
        value: platform,
        rule: `istioctl ${version} was not released for it`,
        remedy: `Choose another of ${ISTIOCTL_PLATFORMS.join(", ")}`,
    });
}

function readPlatform(value: unknown): IstioctlPlatform | undefined {
    if (value === undefined) return undefined;
    const platform = ISTIOCTL_PLATFORMS.find((known) => known === value);
    if (platform) return platform;
    throw new WindlassError({
        key: "--platform",
        value,
        rule: "istioctl is not released for such a platform",
        remedy: `Choose ${ISTIOCTL_PLATFORMS.join(", ")}`,
    });
}
