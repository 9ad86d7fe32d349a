import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { EngineName } from "../../../tools/test-bed/engines";
import { obtainEngines } from "../../../tools/test-bed/engines-process";
import { temporaryFolder } from "../../support/temporary-folder";

/** Stands in for Go: answers where a module's source is, and writes what a build was called with to the file after `-o`. */
const GO = `#!/bin/sh
here=$(dirname "$0")
case "$1" in
  list) echo "$here/source" ;;
  mod) ;;
  build)
    echo "$*" > "$4"; chmod +x "$4"
    for word in "$@"; do case "$word" in -modfile=*) cp "\${word#-modfile=}" "$here/build.mod"
      cp "$(dirname "\${word#-modfile=}")/module/cmd/pulumi-resource-kubernetes/schema-embed.json" "$here/embed" ;; esac; done ;;
esac
`;

describe("obtainEngines", () => {
    const root = temporaryFolder();
    let count = 0;

    function setUp(names: readonly EngineName[], go?: string) {
        const folder = join(root, `case-${count++}`);
        const main = join(folder, "source", "cmd", "pulumi-resource-kubernetes");
        mkdirSync(main, { recursive: true });
        writeFileSync(join(main, "schema.json"), '{"name":"kubernetes"}', { mode: 0o444 });
        writeFileSync(join(main, "terraform-mapping.json"), "{}", { mode: 0o444 });
        if (go !== undefined) writeFileSync(join(folder, "go"), go, { mode: 0o755 });
        const notes: string[] = [];
        const reporter = { note: (text: string) => notes.push(text), progress: () => undefined };
        const PATH = go === undefined ? folder : [folder, "/bin", "/usr/bin"].join(":");
        return { folder, notes, args: { names, env: { PATH }, cache: join(folder, "cache"), reporter } };
    }

    it("builds what is missing at the version of its module, once", async () => {
        const { notes, args } = setUp(["loadtester", "flagger"], GO);

        const programs = await obtainEngines(args);

        assert.match(
            readFileSync(programs.flagger ?? "", "utf8"),
            /^build -mod=readonly -o \S+ -ldflags -s -w github\.com\/fluxcd\/flagger\/cmd\/flagger$/m,
        );
        assert.match(programs.loadtester ?? "", /\/engines\/loadtester\/v1\.44\.0\/loadtester$/);
        assert.equal(notes.length, 4);
        assert.deepEqual(await obtainEngines(args), programs);
        assert.equal(notes.length, 4);
    });

    it("gives the provider the files its module lacks, and leaves no copy of the module", async () => {
        const { folder, args } = setUp(["pulumi-resource-kubernetes"], GO);

        await obtainEngines(args);

        assert.deepEqual(JSON.parse(readFileSync(join(folder, "embed"), "utf8")), {
            name: "kubernetes",
            version: "4.32.0",
        });
        assert.match(
            readFileSync(join(folder, "build.mod"), "utf8"),
            /^replace github\.com\/pulumi\/pulumi-kubernetes\/provider\/v4 => \S+\/module$/m,
        );
        assert.deepEqual(
            readdirSync(join(args.cache, "engines")).filter((name) => name.startsWith(".source-")),
            [],
        );
    });

    it("says in one line what is missing where there is no Go", async () => {
        const { args } = setUp(["flagger"]);

        await assert.rejects(
            obtainEngines(args),
            /^WindlassError: engines: There is no flagger here, and no Go/,
        );
    });

    it("says what Go says when an engine does not build, and leaves no half of it", async () => {
        const { args } = setUp(
            ["flagger"],
            '#!/bin/sh\necho half > "$4"; echo "no space left" >&2; exit 1\n',
        );

        await assert.rejects(
            obtainEngines(args),
            /flagger v1\.44\.0 does not build: no space left\. tools\/engines\/README\.md says what it needs\.$/,
        );
        assert.equal(existsSync(join(args.cache, "engines", "build.lock")), false);
    });
});
