import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";

import { WindlassError } from "../../lifecycle/kit/errors";
import { writeCache } from "../files/atomic-write-store";
import { executableOnPath, isExecutable } from "../files/executable-source";
import { isRecord } from "../../lifecycle/kit/json-path";
import { fileNameOf } from "../../lifecycle/kit/canonical-json";
import { runIstioctl } from "./run";

/** Where {@link locateIstioctl} looks. */
export interface LocateIstioctlOptions {
    /** The project's root; `.cache/istioctl/<version>/istioctl` below it is looked at last. */
    readonly root: string;
    /** Variables `ISTIOCTL` and `PATH`. @default process.env */
    readonly env?: Readonly<Record<string, string | undefined>>;
    readonly signal?: AbortSignal;
    /** Fetches the version where none was found, and returns the path of the executable. @default an error */
    readonly download?: ((version: string) => Promise<string>) | undefined;
}

const EXECUTABLE = process.platform === "win32" ? "istioctl.exe" : "istioctl";

/**
 * Path of an istioctl of exactly this version: `ISTIOCTL`, the first on `PATH`, the cache, then the download. What a
 * sidecar looks like is compiled into istioctl, so another version would give other sidecars than the webhook's.
 *
 * @param version Exact: `1.31.1`.
 * @throws WindlassError when there is none, or when `ISTIOCTL` names something else.
 */
export async function locateIstioctl(version: string, options: LocateIstioctlOptions): Promise<string> {
    const { root, env = process.env, signal } = options;
    const named = env["ISTIOCTL"];
    if (named) {
        const found = await versionOf(named, options);
        if (found === version) return named;
        throw new WindlassError({
            key: "ISTIOCTL",
            value: named,
            rule:
                found === undefined
                    ? "is not an istioctl that runs here"
                    : `is istioctl ${found}, and the stack pins ${version}`,
            remedy: `Point ISTIOCTL at istioctl ${version}, or unset it`,
        });
    }
    for (const candidate of [
        executableOnPath("istioctl", env),
        join(root, ".cache", "istioctl", version, EXECUTABLE),
    ]) {
        if (
            candidate !== undefined &&
            existsSync(candidate) &&
            (await versionOf(candidate, options)) === version
        )
            return candidate;
        signal?.throwIfAborted();
    }
    if (options.download) return options.download(version);
    throw new WindlassError({
        key: "istioctl",
        value: version,
        rule: "is not installed, and sidecars can only be injected by exactly this version",
        remedy: `Set ISTIOCTL to the path of istioctl ${version} or put it on PATH`,
    });
}

/**
 * What an executable answers to `version`, asked once: the answer is kept beside the cache, for as long as the file's
 * size and time of change stay the same.
 */
async function versionOf(
    istioctl: string,
    { root, signal }: LocateIstioctlOptions,
): Promise<string | undefined> {
    if (!isExecutable(istioctl)) return undefined;
    const real = realpathSync(istioctl);
    const { size, mtimeMs } = statSync(real);
    const memory = join(
        root,
        ".cache",
        "istioctl",
        "versions",
        `${fileNameOf(`${real}\n${size}\n${mtimeMs}`)}.json`,
    );
    const remembered = readMemory(memory);
    if (remembered !== undefined) return remembered;
    const args = ["version", "--remote=false", "--short=true"];
    const { stdout, status } = await runIstioctl({ istioctl, args, timeout: 20_000, signal });
    const version = /^(?:client version: )?v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)\s*$/m.exec(stdout)?.[1];
    if (status !== 0 || version === undefined) return undefined;
    writeCache(memory, JSON.stringify({ version }));
    return version;
}

function readMemory(file: string): string | undefined {
    try {
        const value: unknown = JSON.parse(readFileSync(file, "utf8"));
        return isRecord(value) && typeof value["version"] === "string" ? value["version"] : undefined;
    } catch {
        return undefined;
    }
}
