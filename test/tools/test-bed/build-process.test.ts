import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { obtainPrograms } from "../../../tools/test-bed/build-process";
import { COMPONENTS } from "../../../tools/test-bed/programs";
import { temporaryFolder } from "../../support/temporary-folder";

/** Stands in for Go: writes what it was called with to the file after `-o`. Real builds take minutes (test/cluster). */
const GO = '#!/bin/sh\necho "$CGO_ENABLED $*" > "$4"; echo "$7" >> "$(dirname "$0")/calls"; chmod +x "$4"\n';

describe("obtainPrograms", () => {
    const root = temporaryFolder();
    let count = 0;

    function setUp(go?: string) {
        const folder = join(root, `case-${count++}`);
        mkdirSync(folder);
        if (go !== undefined) writeFileSync(join(folder, "go"), go, { mode: 0o755 });
        const notes: string[] = [];
        const reporter = { note: (text: string) => notes.push(text), progress: () => undefined };
        // `sh` finds its tools, and nothing finds a control plane.
        const env = { PATH: [folder, "/bin", "/usr/bin"].join(":") };
        const only = { PATH: folder };
        return {
            folder,
            notes,
            calls: join(folder, "calls"),
            args: { env, cache: join(folder, "cache"), reporter },
            only,
        };
    }

    it("builds what is missing, once, and says how far it is", async () => {
        const { notes, calls, args } = setUp(GO);

        const programs = await obtainPrograms(args);

        assert.match(
            readFileSync(programs.kwok, "utf8"),
            /^0 build -mod=readonly -o \S+ -ldflags -s -w -X \S+=v0\.8\.0 sigs\.k8s\.io\/kwok\/cmd\/kwok$/m,
        );
        assert.match(programs.etcd, /\/cache\/control-plane\/etcd\/v3\.\d+\.\d+\/etcd$/);
        assert.deepEqual(readdirSync(join(programs.etcd, "..")), ["etcd"]);
        assert.equal(notes.length, 2 * COMPONENTS.length);
        assert.match(
            notes[0] ?? "",
            /^Building etcd v\S+ \(1 of 5\) with Go; the first time this may take minutes …$/,
        );
        assert.match(notes.at(-1) ?? "", /^Built kwok v\S+ \(5 of 5\) in \d+ s$/);
        assert.deepEqual(await obtainPrograms(args), programs);
        assert.equal(readFileSync(calls, "utf8").trim().split("\n").length, COMPONENTS.length);
    });

    it("builds once where two ask for it, and clears what a killed build left", async () => {
        const { args, calls } = setUp(GO);
        const version =
            /server\/v3 (v\S+)/.exec(readFileSync("tools/control-plane/go.mod", "utf8"))?.[1] ?? "";
        const folder = join(args.cache, "control-plane", "etcd", version);
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, ".etcd.1.windlass-tmp"), "half");

        const [one, two] = await Promise.all([obtainPrograms(args), obtainPrograms(args)]);

        assert.deepEqual(one, two);
        assert.equal(readFileSync(calls, "utf8").trim().split("\n").length, COMPONENTS.length);
        assert.deepEqual(readdirSync(folder), ["etcd"]);
    });

    it("says what Go says when it does not build, and leaves no half of it", async () => {
        const { args } = setUp('#!/bin/sh\necho half > "$4"; echo "no space left" >&2; exit 1\n');

        await assert.rejects(obtainPrograms(args), (error: Error) => {
            assert.match(
                error.message,
                /^cluster: etcd v\S+ does not build: no space left\. tools\/control-plane\/README\.md says what it needs\.$/,
            );
            return true;
        });
        assert.equal(existsSync(join(args.cache, "control-plane", "build.lock")), false);
        const files = readdirSync(args.cache, { recursive: true, withFileTypes: true });
        assert.deepEqual(
            files.filter((entry) => entry.isFile()),
            [],
        );
    });

    it("says how to get them where there is no Go", async () => {
        const { args, only } = setUp();

        await assert.rejects(obtainPrograms({ ...args, env: only }), {
            message:
                "cluster: There is no etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kwok here, and no Go to build what is missing with. " +
                "Install Go (go.dev/dl) and run this again, or put the programs on PATH or in the folder KUBEBUILDER_ASSETS names; nothing but `cluster` needs them.",
            exitStatus: 2,
        });
    });

    it("stops Go when it is interrupted", async () => {
        const { args } = setUp("#!/bin/sh\nsleep 30\n");
        const abort = new AbortController();
        const reason = new Error("enough");
        const begin = performance.now();
        setTimeout(() => abort.abort(reason), 200);

        await assert.rejects(obtainPrograms({ ...args, signal: abort.signal }), reason);
        assert.ok(performance.now() - begin < 10_000);
    });
});
