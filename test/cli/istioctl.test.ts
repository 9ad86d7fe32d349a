import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run as runIstioctl } from "../../cli/istioctl";
import { istioctlAsset, istioctlPlatform } from "../../adapters/istioctl/assets";
import { sha256, tarGz } from "../support/archives";
import { faultServer } from "../support/http-server";
import { recordedInvocation } from "../support/invocation";
import { temporaryFolder } from "../support/temporary-folder";

const ROOT = join(__dirname, "../..");
const ASSET = istioctlAsset("1.31.1", istioctlPlatform(process.platform, process.arch)) ?? "";
/** Ends with the number of its arguments, and with 40 more when it is asked for its version. */
const SCRIPT =
    '#!/bin/sh\n[ "$1" = version ] && [ "$2" = --remote=false ] && echo 1.31.1 && exit 0\nexit $((40 + $#))\n';
const BYTES = tarGz({ name: "istioctl", body: SCRIPT });

describe("windlass istioctl", function () {
    const server = faultServer();
    const folder = temporaryFolder();
    let round = 0;
    before(function () {
        if (process.platform === "win32") this.skip();
        cpSync(join(ROOT, "stacks"), join(folder, "stacks"), { recursive: true });
    });
    const run = async (
        options: Record<string, string>,
        positionals: readonly string[],
        env: Readonly<Record<string, string>> = {},
    ) => {
        const all = {
            WINDLASS_ISTIO_MIRROR: `${server.url}/r`,
            WINDLASS_CACHE: join(folder, `cache-${round++}`),
            PATH: "/bin:/usr/bin",
            ...env,
        };
        const recorded = recordedInvocation(folder, { options, positionals, env: all });
        return { ...recorded, status: await runIstioctl(recorded.invocation) };
    };
    const serve = (): void => {
        server.on(`/r/1.31.1/${ASSET}`, { body: BYTES });
        server.on(`/r/1.31.1/${ASSET}.sha256`, { body: `${sha256(BYTES)} ${ASSET}\n` });
    };

    it("runs the release and gives its exit status back", async () => {
        serve();

        const { status } = await run({ version: "1.31.1" }, ["analyze", "--use-kube=false", "a b"]);

        assert.equal(status, 43);
    });

    it("runs the newest where stacks pin different ones, and says so", async () => {
        serve();
        const digests = readdirSync(join(folder, "stacks")).filter((name) => name.endsWith(".lock.yaml"));
        for (const name of digests) {
            const file = join(folder, "stacks", name);
            const text = readFileSync(file, "utf8").replace(
                /sha256:[0-9a-f]{64}/g,
                `sha256:${sha256(BYTES)}`,
            );
            writeFileSync(file, text);
        }

        const { status, noted } = await run({}, ["version"]);

        assert.equal(status, 41);
        assert.deepEqual(
            noted.filter((line) => line.startsWith("The stacks")),
            [
                "The stacks pin istioctl 1.31.1 (dev, staging), 1.31.0 (production): 1.31.1 is run. --stack chooses another.",
            ],
        );
    });

    it("runs nothing when the bytes are wrong, though the right version is installed", async () => {
        server.on(`/r/1.31.1/${ASSET}`, { body: "other" });
        server.on(`/r/1.31.1/${ASSET}.sha256`, { body: `${sha256(BYTES)} ${ASSET}\n` });

        await assert.rejects(run({ version: "1.31.1" }, ["x"], { PATH: `${installed()}:/bin` }), {
            exitStatus: 5,
        });
    });

    it("takes the installed one of the same version when no release can be reached, and says so", async () => {
        const { status, noted } = await run({ version: "1.31.1" }, ["x"], { PATH: `${installed()}:/bin` });

        assert.equal(status, 41);
        assert.match(
            noted.join("\n"),
            /does not exist.* The istioctl that is installed is used, which no digest vouches for: /,
        );
    });

    it("takes no installed one of another version", async () => {
        await assert.rejects(run({ version: "1.31.2" }, ["x"], { PATH: `${installed()}:/bin` }), {
            exitStatus: 3,
        });
    });

    for (const version of ["latest", "~1.31", "v1.31.1", "../1.31.1", "$(id)"]) {
        it(`refuses ${version} as a version`, async () => {
            await assert.rejects(run({ version }, []), { name: "WindlassError", exitStatus: 2 });
            assert.deepEqual(server.paths, []);
        });
    }

    function installed(): string {
        const bin = join(folder, "bin");
        mkdirSync(bin, { recursive: true });
        writeFileSync(join(bin, "istioctl"), SCRIPT, { mode: 0o755 });
        return bin;
    }
});
