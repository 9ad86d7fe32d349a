import assert from "node:assert/strict";
import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

import { locateIstioctl } from "../../../adapters/istioctl/locate";
import { temporaryFolder } from "../../support/temporary-folder";

describe("locateIstioctl", () => {
    const root = temporaryFolder();

    /** A program that answers as istioctl does. */
    function program(path: string, version: string): string {
        const file = join(root, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(
            file,
            `#!/bin/sh\necho "$@" >> ${join(root, "calls")}\necho "client version: ${version}"\n`,
        );
        chmodSync(file, 0o755);
        return file;
    }

    before(function () {
        if (process.platform === "win32") this.skip();
    });
    afterEach(() => rmSync(join(root, ".cache"), { recursive: true, force: true }));

    it("uses the one ISTIOCTL names", async () => {
        const istioctl = program("a/istioctl-x", "1.31.1");
        assert.equal(await locateIstioctl("1.31.1", { root, env: { ISTIOCTL: istioctl } }), istioctl);
    });

    it("refuses an ISTIOCTL of another version, and does not look elsewhere", async () => {
        const istioctl = program("a/istioctl-y", "1.30.3");
        const PATH = dirname(program("b/istioctl", "1.31.1"));
        await assert.rejects(locateIstioctl("1.31.1", { root, env: { ISTIOCTL: istioctl, PATH } }), {
            name: "WindlassError",
            message: `ISTIOCTL: ${JSON.stringify(istioctl)}: is istioctl 1.30.3, and the stack pins 1.31.1. Point ISTIOCTL at istioctl 1.31.1, or unset it.`,
        });
    });

    it("refuses an ISTIOCTL that is none", async () => {
        const file = join(root, "nothing");
        await assert.rejects(
            locateIstioctl("1.31.1", { root, env: { ISTIOCTL: file } }),
            /is not an istioctl that runs here/,
        );
    });

    it("looks on PATH, then in the cache, then asks for a download", async () => {
        const other = dirname(program("old/istioctl", "1.30.3"));
        const cached = program(".cache/istioctl/1.31.1/istioctl", "1.31.1");
        assert.equal(
            await locateIstioctl("1.31.1", { root, env: { PATH: `${other}${delimiter}relative` } }),
            cached,
        );
        const onPath = program("new/istioctl", "1.31.1");
        assert.equal(await locateIstioctl("1.31.1", { root, env: { PATH: dirname(onPath) } }), onPath);
        const download = (version: string): Promise<string> => Promise.resolve(`/downloaded/${version}`);
        assert.equal(
            await locateIstioctl("1.31.2", { root, env: { PATH: other }, download }),
            "/downloaded/1.31.2",
        );
    });

    it("says what to do where there is none", async () => {
        await assert.rejects(locateIstioctl("1.31.1", { root, env: {} }), {
            message:
                'istioctl: "1.31.1": is not installed, and sidecars can only be injected by exactly this version. Set ISTIOCTL to the path of istioctl 1.31.1 or put it on PATH.',
        });
    });

    it("does not believe a cached istioctl that says another version", async () => {
        program(".cache/istioctl/1.31.1/istioctl", "1.31.0");
        await assert.rejects(locateIstioctl("1.31.1", { root, env: {} }), /is not installed/);
    });
});
