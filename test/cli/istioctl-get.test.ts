import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { run as runIstioctlGet } from "../../cli/istioctl-get";
import type { OptionValues } from "../../cli/command";
import type { istioctlGetCommand } from "../../cli/definitions/istioctl-get";
import { istioctlAsset, istioctlPlatform } from "../../adapters/istioctl/assets";
import { sha256, tarGz } from "../support/archives";
import { faultServer } from "../support/http-server";
import { recordedInvocation } from "../support/invocation";
import { temporaryFolder } from "../support/temporary-folder";
import { MESH } from "../support/mesh";

const OWN = istioctlPlatform(process.platform, process.arch);
const BYTES = tarGz({ name: "istioctl", body: "program" });

describe("windlass istioctl get", function () {
    const server = faultServer();
    const folder = temporaryFolder();
    let round = 0;
    before(function () {
        if (process.platform === "win32") this.skip();
        cpSync(join(MESH, "stacks"), join(folder, "stacks"), { recursive: true });
        // Each stack pins another one in production.
        rmSync(join(folder, "stacks/Pulumi.production.yaml"));
    });
    const files = { GITHUB_OUTPUT: join(folder, "output"), GITHUB_PATH: join(folder, "path") };
    beforeEach(() => {
        for (const file of Object.values(files)) writeFileSync(file, "");
        for (const platform of [OWN, "linux-arm64"] as const) {
            const asset = istioctlAsset("1.31.1", platform) ?? "";
            server.on(`/r/1.31.1/${asset}`, { body: BYTES });
            server.on(`/r/1.31.1/${asset}.sha256`, { body: `${sha256(BYTES)} ${asset}\n` });
        }
    });
    const run = async (
        options: OptionValues<typeof istioctlGetCommand>,
        env: Readonly<Record<string, string>> = files,
    ) => {
        const all = {
            WINDLASS_ISTIO_MIRROR: `${server.url}/r`,
            WINDLASS_CACHE: join(folder, `cache-${round++}`),
            ...env,
        };
        const recorded = recordedInvocation(folder, { options, env: all });
        return { ...recorded, status: await runIstioctlGet(recorded.invocation) };
    };

    /** What later steps read. */
    function outputs(): Readonly<Record<string, string>> {
        const text = readFileSync(files.GITHUB_OUTPUT, "utf8");
        return Object.fromEntries<string>(
            [...text.matchAll(/^([a-z]+)<<.*\n(.*)\n/gm)].map(([, key, value]) => [key ?? "", value ?? ""]),
        );
    }

    it("fetches what all stacks pin, prints its path and writes the outputs of a workflow", async () => {
        const { status, printed } = await run({});

        assert.equal(status, 0);
        const { path = "", digest, ...rest } = outputs();
        assert.deepEqual(rest, {
            version: "1.31.1",
            major: "1",
            minor: "31",
            patch: "1",
            platform: OWN,
            url: `${server.url}/r/1.31.1/${istioctlAsset("1.31.1", OWN)}`,
        });
        assert.equal(digest, `sha256:${sha256(BYTES)}`);
        assert.deepEqual(printed, [path]);
        assert.equal(readFileSync(path, "utf8"), "program");
        assert.equal(readFileSync(files.GITHUB_PATH, "utf8"), "");
    });

    it("puts it on the PATH of later steps, where that is asked for", async () => {
        const { printed } = await run({ "add-path": true });

        assert.equal(readFileSync(files.GITHUB_PATH, "utf8"), `${dirname(printed[0] ?? "")}\n`);
    });

    it("says so outside of a workflow", async () => {
        const { status, noted } = await run({ "add-path": true }, {});

        assert.equal(status, 0);
        assert.match(noted.join("\n"), /This is no workflow/);
    });

    it("fetches another architecture's, and puts none on the PATH that does not run here", async () => {
        const platform = OWN === "linux-arm64" ? "linux-amd64" : "linux-arm64";
        if (platform !== "linux-arm64") return;
        const { printed } = await run({ platform });

        assert.match(printed[0] ?? "", /linux-arm64/);
        await assert.rejects(run({ platform, "add-path": true }), /--add-path: would put a program/);
    });

    it("only says where it is, without the network, as a document", async () => {
        const { printed, status } = await run({
            address: true,
            json: true,
            version: "1.30.5",
            platform: "osx-arm64",
        });
        const document = JSON.parse(printed[0] ?? "") as Readonly<Record<string, string>>;

        assert.equal(status, 0);
        assert.equal(document["url"], `${server.url}/r/1.30.5/istioctl-1.30.5-osx-arm64.tar.gz`);
        assert.equal(document["path"], "");
    });

    for (const [options, message] of [
        [
            { platform: "osx-arm64", version: "1.9.0" },
            /--platform: "osx-arm64": istioctl 1\.9\.0 was not released for it/,
        ],
        [{ version: "1.31" }, /--version: "1\.31": must be an exact version/],
        [{ version: "1.31.1\nx=y" }, /--version: .*must be an exact version/],
    ] as const) {
        it(`refuses ${JSON.stringify(options)}, and writes no output`, async () => {
            await assert.rejects(run(options), message);
            assert.equal(readFileSync(files.GITHUB_OUTPUT, "utf8"), "");
            assert.ok(existsSync(files.GITHUB_PATH));
        });
    }
});
