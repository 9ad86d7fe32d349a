import assert from "node:assert/strict";

import { FILE_KINDS, type FileKind, type KindOfFile } from "../../../lifecycle/migrate/file-kinds";
import { migrateFile } from "../../../lifecycle/migrate/migrate-file";
import { MIGRATIONS } from "../../../lifecycle/migrate/migrations";
import { fixtureMigrations } from "../../support/fixture-migrations";

const options = fixtureMigrations();
const stackText = `# A person wrote this: it stays.
config:
  windlass:cluster: # and this
    name: dev
    kubernetes: "1.34"
  windlass:istio:
    range: ~1.31
`;
const texts: Readonly<Record<FileKind, string>> = {
    stack: stackText,
    lock: "# Written by windlass.\nschema: windlass/lock/v1\nistio: {}\n",
    sidecars: "# Generated.\nschema: windlass/sidecars/v1\nseal: sha256:0\n",
    holds: "# Mine.\nschema: windlass/holds/v1 # the first\nholds: []\n",
    windows: "# Mine.\nschema: windlass/windows/v1 # the first\nfreezes: []\n",
    helm: "# Mine.\nschema: windlass/helm/v1 # the first\nchart: shop\n",
    source: "# Mine.\nschema: windlass/source/v1\ngit: https://example.com/shop.git\n",
    tools: "# Exact versions.\nschema: windlass/tools/v1\nhelm: 3.19.0\n",
    pin: "# Of the mesh.\nschema: windlass/pin/v1\nstack: dev\nconfig: {}\n",
    catalog: '{\n  "schema": "windlass/catalog/v1",\n  "date": "2026-10-01"\n}\n',
};
const of = (kind: FileKind, text = texts[kind]) => ({ kind, file: `${kind}.yaml`, stack: "dev", text });

describe("migrateFile", () => {
    for (const kind of Object.keys(FILE_KINDS) as FileKind[]) {
        it(`takes a ${kind} file through every version, one after the other, and touches nothing else`, () => {
            const migrated = migrateFile(of(kind), options);
            const added = kind === "catalog" ? "" : "# step 1\n# step 2\n";
            const named =
                kind === "stack"
                    ? `${stackText}  windlass:schema: windlass/stack/v3\n`
                    : texts[kind].replace("/v1", "/v3");

            assert.deepEqual(
                [migrated?.from, migrated?.to, migrated?.steps],
                [1, 3, [`step 1 of ${kind}`, `step 2 of ${kind}`]],
            );
            assert.deepEqual(
                migrated?.text.split("\n").sort(),
                (named + added).split("\n").sort(),
                migrated?.text,
            );
        });

        it(`leaves a ${kind} file of the present version as it is, the second time too`, () => {
            const once = migrateFile(of(kind), options)?.text ?? "";

            assert.equal(migrateFile(of(kind, once), options), undefined);
            assert.equal(migrateFile(of(kind)), undefined);
        });

        it(`refuses a ${kind} file of a newer Windlass, and says what to do`, () => {
            const newer = migrateFile(of(kind), options)?.text ?? "";

            assert.throws(
                () => migrateFile(of(kind, newer)),
                new RegExp(
                    `${kind}\\.yaml:\\d+: (?:windlass:)?schema: "windlass/${kind}/v3": is of a newer Windlass: this Windlass knows windlass/${kind}/v1\\. Take a newer Windlass: raise its version in package\\.json\\.$`,
                ),
            );
        });
    }

    it("begins where a file stands", () => {
        const text = texts.lock.replace("/v1", "/v2");

        assert.deepEqual(migrateFile(of("lock", text), options)?.steps, ["step 2 of lock"]);
    });

    it("names the version of a stack file however it is written", () => {
        const flow = "config: { windlass:cluster: { name: dev } }\n";
        const commented = "# a\nconfig: # b\n\n  # c\n  windlass:cluster: {}\n";

        assert.match(
            migrateFile(of("stack", flow), options)?.text ?? "",
            /windlass:schema: windlass\/stack\/v3/,
        );
        assert.equal(
            migrateFile(of("stack", commented), options)?.text,
            "# a\nconfig: # b\n\n  # c\n  windlass:schema: windlass/stack/v3\n  windlass:cluster: {}\n# step 1\n# step 2\n",
        );
    });

    it("is not misled by a comment that names the version", () => {
        const text = `# schema: windlass/lock/v1\n${texts.lock}`;
        const migrated = migrateFile(of("lock", text), options);

        assert.match(migrated?.text ?? "", /^schema: windlass\/lock\/v3$/m);
    });

    it("refuses a file that names no version", () => {
        assert.throws(() => migrateFile(of("lock", "istio: {}\n")), /must be windlass\/lock\/v1\. Restore/);
        assert.throws(() => migrateFile(of("holds", "schema: windlass/lock/v1\n")), /windlass\/holds\/v1/);
    });

    it("refuses what would not read afterwards", () => {
        const { kinds, migrations } = options;
        const lock: KindOfFile = { ...kinds.lock, read: FILE_KINDS.lock.read };

        assert.throws(
            () => migrateFile(of("lock"), { migrations, kinds: { ...kinds, lock } }),
            /lock\.yaml:\d+: /,
        );
    });
});

describe("the migrations of this Windlass", () => {
    it("lead each format from its first version to the present one", () => {
        for (const [kind, { format }] of Object.entries(FILE_KINDS)) {
            const steps = MIGRATIONS.filter((each) => each.kind === kind).map(({ from }) => from);

            assert.deepEqual(
                [...steps].sort((a, b) => a - b),
                Array.from({ length: format.version - 1 }, (_, index) => index + 1),
                kind,
            );
        }
    });
});
