import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { migrate } from "../../cli/migrate";
import { processTerminal } from "../../cli/terminal";
import { ExitStatus, WindlassError } from "../../lifecycle/kit/errors";
import { fixtureMigrations } from "../support/fixture-migrations";
import { ROOT } from "../support/mesh";
import { type Project, projects } from "../support/project";

const LOCK = "stacks/dev.lock.yaml";

/** `windlass migrate` of a Windlass to come. */
function laterMigrate(
    project: Project,
    options: Readonly<Record<string, boolean | string>> = {},
): [number, string] {
    const printed: string[] = [];
    const status = migrate(
        {
            root: project.root,
            options,
            positionals: [],
            terminal: {
                ...processTerminal(),
                print: (text) => void printed.push(text),
                note: () => undefined,
            },
            env: {},
            signal: new AbortController().signal,
        },
        fixtureMigrations(),
    );
    return [status, printed.join("\n")];
}

function textsOf(project: Project): readonly string[] {
    return ["stacks", "catalog"].flatMap((folder) =>
        readdirSync(join(project.root, folder))
            .filter((name) => statSync(join(project.root, folder, name)).isFile())
            .map((name) => project.read(`${folder}/${name}`)),
    );
}

describe("windlass migrate", () => {
    const fresh = projects();

    it("has nothing to do where every file is of this version, and those of 0.1.0 are", async () => {
        const project = fresh();
        const release = join(ROOT, "test", "fixtures", "releases", "0.1.0", "stacks");
        for (const name of readdirSync(release))
            project.write(`stacks/${name}`, readFileSync(join(release, name), "utf8"));
        const before = textsOf(project);
        const { status, printed, noted } = await project.run("migrate");

        assert.deepEqual([status, printed], [ExitStatus.ok, ""]);
        assert.match(noted, /^Nothing to migrate/);
        assert.equal((await project.run("migrate", "--check")).status, ExitStatus.ok);
        assert.deepEqual(textsOf(project), before);
    });

    it("only says with --check, and only shows with --dry-run", () => {
        const project = fresh();
        const before = textsOf(project);
        const [status, printed] = laterMigrate(project, { check: true });

        assert.equal(status, ExitStatus.stale);
        assert.match(printed, /^stacks\/dev\.lock\.yaml: version 1 → 3: step 1 of lock; step 2 of lock$/m);
        const [shown, diff] = laterMigrate(project, { "dry-run": true });
        assert.equal(shown, ExitStatus.ok);
        assert.match(diff, /^-schema: windlass\/lock\/v1\n\+schema: windlass\/lock\/v3$/m);
        assert.deepEqual(textsOf(project), before);
    });

    it("writes every kind of file, shows the diff, and changes nothing the second time", () => {
        const project = fresh();
        const [status, printed] = laterMigrate(project, { json: true });
        const { written, files } = JSON.parse(printed) as {
            written: boolean;
            files: { file: string; diff: string }[];
        };

        assert.deepEqual([status, written], [ExitStatus.ok, true]);
        assert.equal(files.length, 3 * 3 + 9);
        assert.match(files.find(({ file }) => file === LOCK)?.diff ?? "", /^\+schema: windlass\/lock\/v3$/m);
        assert.match(project.read(LOCK), /^schema: windlass\/lock\/v3$/m);
        assert.match(project.read("stacks/Pulumi.dev.yaml"), /^ {2}windlass:schema: windlass\/stack\/v3$/m);
        assert.match(project.read("catalog/flux.json"), /"schema": "windlass\/catalog\/v3"/);

        const after = textsOf(project);
        assert.deepEqual(laterMigrate(project, { json: true }), [
            ExitStatus.ok,
            '{"written":false,"files":[]}',
        ]);
        assert.deepEqual(textsOf(project), after);
    });

    it("takes charts, the tools of apps, and a pin that is named", () => {
        const project = fresh();
        project.write("apps/shop/helm.yaml", "schema: windlass/helm/v1\nchart: shop\n");
        project.write("apps/tools.yaml", "schema: windlass/tools/v1\nhelm: 3.19.0\n");
        project.write("elsewhere/mesh.pin.yaml", "schema: windlass/pin/v1\nstack: dev\n");
        laterMigrate(project);
        assert.match(project.read("apps/shop/helm.yaml"), /^schema: windlass\/helm\/v3$/m);
        assert.match(project.read("apps/tools.yaml"), /^schema: windlass\/tools\/v3$/m);
        assert.match(project.read("elsewhere/mesh.pin.yaml"), /^schema: windlass\/pin\/v1$/m);
        const [status, printed] = laterMigrate(project, {
            pin: join(project.root, "elsewhere", "mesh.pin.yaml"),
        });
        assert.equal(status, ExitStatus.ok);
        assert.match(printed, /mesh\.pin\.yaml: version 1 → 3/);
        assert.match(project.read("elsewhere/mesh.pin.yaml"), /^schema: windlass\/pin\/v3$/m);
    });

    it("writes nothing where one file is damaged", () => {
        const project = fresh();
        project.replace(LOCK, "windlass/lock/v1", "lock");
        const before = textsOf(project);

        assert.throws(() => laterMigrate(project), WindlassError);
        assert.deepEqual(textsOf(project), before);
    });

    for (const [file, text, by] of [
        ["stacks/Pulumi.dev.yaml", "config:\n", "config:\n  windlass:schema: windlass/stack/v2\n"],
        [LOCK, "windlass/lock/v1", "windlass/lock/v2"],
        ["stacks/dev.sidecars.yaml", "windlass/sidecars/v1", "windlass/sidecars/v2"],
        ["catalog/releases.json", "windlass/catalog/v1", "windlass/catalog/v2"],
    ] as const) {
        it(`every command refuses a newer ${file}, and names the way out`, async () => {
            const project = fresh();
            project.replace(file, text, by);

            for (const command of [["migrate"], ["resolve", "--stack", "dev"], ["check"]]) {
                if (command[0] === "resolve" && file.includes("sidecars")) continue;
                const { status, noted } = await project.run(...command);
                assert.equal(status, ExitStatus.badInput, command.join(" "));
                assert.match(
                    noted,
                    new RegExp(`${file.replaceAll(".", "\\.")}.*Take a newer Windlass`),
                    command[0],
                );
            }
        });
    }
});
