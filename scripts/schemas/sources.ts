import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";

/** Folder of a Go module, downloaded and verified by `go`, and what it is: name, version, checksum of go.sum. */
export function goModule(module: string): { readonly folder: string; readonly source: string } {
    const text = execFileSync("go", ["mod", "download", "-json", module], {
        cwd: tmpdir(),
        encoding: "utf8",
    });
    const { Path, Version, Dir, Sum } = JSON.parse(text) as Record<string, string>;
    return { folder: Dir ?? "", source: `${Path} ${Version} ${Sum}` };
}

/** Every file of a module, relative to its folder. */
export function moduleTree(folder: string): readonly string[] {
    return readdirSync(folder, { recursive: true }) as string[];
}

/** Files of a repository at a commit. */
export interface GitTree {
    list(folder: string): readonly string[];
    read(file: string): string;
}

export function gitTree(repository: string, commit: string): GitTree {
    const git = (...args: string[]): string =>
        execFileSync("git", ["-C", repository, ...args], { encoding: "utf8", maxBuffer: 1 << 28 });
    return {
        list: (folder) =>
            git("ls-tree", "-r", "--name-only", commit, "--", `${folder}/`)
                .split("\n")
                .filter((name) => name !== ""),
        read: (file) => git("show", `${commit}:${file}`),
    };
}
