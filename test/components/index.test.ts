import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";
import { parse } from "yaml";
import * as components from "../../components";
import schema from "../../provider/schema.json";

const ROOT = join(__dirname, "..", "..");
const TEXT = readFileSync(join(ROOT, "docs", "components.md"), "utf8");

/** Code blocks of a language in docs/components.md, by the section they stand in. */
function examples(language: string): readonly (readonly [section: string, code: string])[] {
    return TEXT.split(/^## /m)
        .slice(1)
        .flatMap((section) => {
            const name = section.slice(0, section.indexOf("\n"));
            const blocks = section.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"));
            return [...blocks].map(([, code = ""]): [string, string] => [name, code]);
        });
}

/** What TypeScript says of programs, each a file of its own beside this one, with the package's name for its source. */
function compile(programs: readonly (readonly [name: string, code: string])[]): readonly string[] {
    const texts = new Map(programs.map(([name, code]) => [join(__dirname, `example-${name}.ts`), code]));
    const options: ts.CompilerOptions = {
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.NodeNext,
        moduleResolution: ts.ModuleResolutionKind.NodeNext,
        paths: { "windlass/components": [join(ROOT, "components", "index.ts")] },
        types: ["node"],
    };
    const host = ts.createCompilerHost(options);
    const getSourceFile = host.getSourceFile.bind(host);
    host.fileExists = (file) => texts.has(file) || ts.sys.fileExists(file);
    host.readFile = (file) => texts.get(file) ?? ts.sys.readFile(file);
    host.getSourceFile = (file, ...rest) => {
        const text = texts.get(file);
        return text === undefined
            ? getSourceFile(file, ...rest)
            : ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
    };
    const program = ts.createProgram([...texts.keys()], options, host);
    return ts
        .getPreEmitDiagnostics(program)
        .map(
            ({ file, messageText }) =>
                `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
        );
}

describe("docs/components.md", function () {
    this.timeout(120_000);
    const names = Object.values(components).flatMap((value) => ("__pulumiType" in value ? [value.name] : []));

    it("has one example of every component in TypeScript, and one in YAML", () => {
        for (const language of ["ts", "yaml"]) {
            assert.deepEqual(
                examples(language)
                    .map(([section]) => section)
                    .sort(),
                [...names].sort(),
                language,
            );
        }
    });

    it("has examples that compile", () => {
        assert.deepEqual(compile(examples("ts")), []);
    });

    it("has examples in YAML that the schema takes", () => {
        for (const [section, code] of examples("yaml")) {
            const { resources } = parse(code) as {
                resources: Record<string, { type: string; properties: Record<string, unknown> }>;
            };
            for (const { type, properties } of Object.values(resources)) {
                assert.equal(type.split(":")[2], section);
                const found = schema.resources[type as keyof typeof schema.resources];
                const known = Object.keys(found.inputProperties);
                assert.deepEqual(
                    Object.keys(properties).filter((key) => !known.includes(key)),
                    [],
                );
                assert.deepEqual(
                    found.requiredInputs.filter((key) => !(key in properties)),
                    [],
                );
            }
        }
    });
});

describe("compile", () => {
    it("finds what does not fit", () => {
        const code = 'import { Gateway } from "windlass/components";\nnew Gateway("a", { version: 1 });\n';

        assert.match(
            compile([["wrong", code]]).join("\n"),
            /missing the following properties|not assignable/,
        );
    });
});
