import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";

import { WindlassError } from "../../lifecycle/kit/errors";
import { sha256 } from "../../lifecycle/kit/sha256";
import type { SourceApp } from "../../lifecycle/workloads/build-definition";
import { KUSTOMIZATION_FILES, SOURCE_FILE } from "../../lifecycle/workloads/built-app";
import { APPS_FOLDER } from "../files/app-files";
import { runGit } from "../git/git-source";
import { userCacheFolder } from "../http/client-source";
import type { BuildArgs } from "./kustomize";

interface FetchManifestsArgs extends Pick<BuildArgs, "app" | "env" | "signal"> {
    readonly source: Omit<SourceApp, "schema">;
}

/**
 * The manifests below a folder of another repository at one commit, as one stream in the order of their paths. A commit that
 * was fetched once is asked of nobody again: its id is the digest of all that is in it, which git holds it against.
 *
 * @throws WindlassError where the repository, the commit or the folder is not there, or the folder is to be built by a tool
 */
export async function fetchManifests({ app, source, env, signal }: FetchManifestsArgs): Promise<string> {
    const { git: address, commit, path } = source;
    const complain = (key: "commit" | "path", rule: string, remedy: string): WindlassError =>
        new WindlassError({
            file: `${APPS_FOLDER}/${app}/${SOURCE_FILE}`,
            key,
            value: source[key],
            rule,
            remedy,
        });
    const root = join(userCacheFolder(env), "git", sha256(address));
    const git = async (...args: readonly string[]) => runGit({ root, args, signal });
    if (!existsSync(join(root, "HEAD"))) {
        mkdirSync(root, { recursive: true });
        await git("init", "--quiet", "--bare", ".");
    }
    if ((await git("cat-file", "-e", `${commit}^{commit}`)).status !== 0) {
        const fetched = await git(
            ...["-c", "transfer.fsckObjects=true", "fetch", "--quiet", "--depth=1", "--no-tags"],
            ...["--no-write-fetch-head", "--end-of-options", address, commit],
        );
        if (fetched.status !== 0) {
            const said = fetched.stderr.trim().split("\n").at(-1) ?? "";
            throw complain(
                "commit",
                `cannot be fetched: ${said}`,
                "Look at the address, the commit and git's credentials",
            );
        }
    }
    const tree = await git(
        "ls-tree",
        "-r",
        "-z",
        "--full-tree",
        commit,
        "--",
        ...(path === undefined ? [] : [path]),
    );
    const files = tree.stdout.split("\0").flatMap((line) => {
        const [, mode = "", id = "", name = ""] = /^(\d+) \w+ ([0-9a-f]+)\t([^]*)$/.exec(line) ?? [];
        return name === ""
            ? []
            : [{ mode, id, name: path === undefined ? name : name.slice(path.length + 1) }];
    });
    const tooled = files.find(({ name }) => name === "Chart.yaml" || KUSTOMIZATION_FILES.includes(name));
    if (tooled?.name === "Chart.yaml")
        throw complain("path", "is a Helm chart", "Let helm.yaml name it, from a registry by its digest");
    if (tooled)
        throw complain(
            "path",
            "is a kustomization",
            `Let a kustomization.yaml in its place have the resource ${address}//${path ?? ""}?ref=${commit}`,
        );
    const manifests = files.filter(({ mode, name }) => mode.startsWith("100") && /\.ya?ml$/.test(name));
    if (manifests.length === 0)
        throw complain("path", `holds no manifest at ${commit}`, "Name the folder that has *.yaml files");
    const texts: string[] = [];
    for (const { id } of manifests) texts.push((await git("cat-file", "blob", id)).stdout);
    return texts.map((text) => text.replace(/\n?$/, "\n")).join("---\n");
}
