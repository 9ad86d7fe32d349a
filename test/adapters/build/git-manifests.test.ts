import assert from "node:assert/strict";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

import { buildApp } from "../../../adapters/build/build-app";
import { fetchManifests } from "../../../adapters/build/git-manifests";
import { builtApps } from "../../../adapters/files/app-files";
import { builtStaleness, readBuilt } from "../../../adapters/files/built-source";
import { git } from "../../diff/repository";
import { exampleSettings } from "../../support/example-stack";
import { temporaryFolder } from "../../support/temporary-folder";

const map = (name: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: prod }\n`;

describe("manifests of another Git repository", function () {
    this.timeout(60_000);
    const folder = temporaryFolder();
    const bare = join(folder, "team.git");
    const address = pathToFileURL(bare).href;
    const env = { WINDLASS_CACHE: join(folder, "cache") };
    const commits: string[] = [];

    before(() => {
        const work = join(folder, "team");
        const write = (file: string, text: string): void => {
            mkdirSync(dirname(join(work, file)), { recursive: true });
            writeFileSync(join(work, file), text);
        };
        write("deploy/b.yaml", map("b"));
        write("deploy/a/one.yml", map("one").trimEnd());
        write("deploy/README.md", "none of it");
        write("deployment/other.yaml", map("other"));
        write("overlay/kustomization.yaml", "resources: [../deploy/b.yaml]\n");
        write("chart/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n");
        git(work, "init", "--quiet", "--initial-branch=main");
        for (const text of [map("b"), map("later")]) {
            write("deploy/b.yaml", text);
            git(work, "add", "--all");
            git(work, "-c", "user.name=a", "-c", "user.email=a@x.test", "commit", "--quiet", "--message=x");
            commits.push(git(work, "rev-parse", "HEAD").trim());
        }
        git(work, "clone", "--quiet", "--bare", work, bare);
    });

    const fetch = (source: { commit?: string; path?: string }): Promise<string> =>
        fetchManifests({ app: "shop", env, source: { git: address, commit: commits[0] ?? "", ...source } });

    it("are those of the commit, in the order of their paths, and not what the branch has now", async () => {
        assert.equal(await fetch({ path: "deploy" }), `${map("one")}---\n${map("b")}`);
        assert.match(await fetch({ commit: commits[1], path: "deploy" }), /name: later/);
    });

    for (const [what, source, rule] of [
        [
            "a commit that is not there",
            { commit: "f".repeat(40), path: "deploy" },
            /commit: .*cannot be fetched/,
        ],
        ["a folder that is not there", { path: "none" }, /path: "none": holds no manifest/],
        ["a chart", { path: "chart" }, /path: "chart": is a Helm chart\. Let helm\.yaml name it/],
        [
            "a kustomization",
            { path: "overlay" },
            /is a kustomization.*team\.git\/\/overlay\?ref=[0-9a-f]{40}/,
        ],
    ] as const) {
        it(`refuse ${what}, and say what to do`, async () => {
            await assert.rejects(fetch(source), rule);
        });
    }

    it("are built into the app, stale with another commit, and need no repository a second time", async () => {
        const root = join(folder, "mesh");
        const file = join(root, "apps/shop/source.yaml");
        const source = (commit = ""): string =>
            `schema: windlass/source/v1\ngit: ${address}\ncommit: ${commit}\npath: deploy\n`;
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, source(commits[0]));
        const app = () => builtApps(root)("shop", "dev") ?? assert.fail();
        const build = () => buildApp({ root, app: "shop", built: app(), settings: exampleSettings(), env });

        assert.equal(builtStaleness(root, "shop", app()), "was never built");
        renameSync(bare, `${bare}.away`);
        try {
            // It was fetched above.
            const { version, written } = await build();
            assert.deepEqual([version, written], [commits[0], true]);
            assert.equal((await build()).written, false);
        } finally {
            renameSync(`${bare}.away`, bare);
        }
        assert.deepEqual(
            readBuilt(root, "shop", app()).map(({ manifest }) => manifest.metadata.name),
            ["one", "b"],
        );
        writeFileSync(file, source(commits[1]));
        assert.equal(builtStaleness(root, "shop", app()), "its sources have changed");
        writeFileSync(file, source("main"));
        await assert.rejects(build(), /commit: "main": must be the whole id of a commit/);
    });
});
