import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readModule } from "../../../adapters/files/module-source";
import { temporaryFolder } from "../../support/temporary-folder";

const SERVICE = join(__dirname, "../../../lifecycle/workloads/service-workload");

/** `[what, text of the module, what is said]`, each with its line */
const faults: readonly (readonly [what: string, text: string, message: RegExp])[] = [
    [
        "what is not defined",
        "const a = 1;\nexport const manifests = [b];",
        /:2: ReferenceError: b is not defined\. Correct the module/,
    ],
    ["a syntax that is wrong", "export const manifests = [\n{ a: 1\n;", /:\d+: .*Correct the module/],
    [
        "a module that is not there",
        "import './none';\nexport const manifests = [];",
        /: Error: Cannot find module '\.\/none'\. Correct/,
    ],
    [
        "an error of its own",
        "throw new RangeError('no such image');",
        /:1: RangeError: no such image\. Correct/,
    ],
    ["a value that is no error", "throw 'no';", /: throws no\. Correct/],
    [
        "a circle",
        "const a: any = {};\na.a = a;\nexport const manifests = [a];",
        /: TypeError: Converting circular structure to JSON/,
    ],
    [
        "a slip in serviceWorkload",
        `import { serviceWorkload } from ${JSON.stringify(SERVICE)};\n\nexport const manifests = serviceWorkload({ name: "shop" } as any);`,
        /:3: serviceWorkload\.namespace: is required/,
    ],
    [
        "a promise",
        "export const manifests = Promise.resolve([]);",
        /: manifests: is a promise, and has to be there/,
    ],
    [
        "the network, by fetch",
        "fetch('http://127.0.0.1:1/');\nexport const manifests = [];",
        /:1: asks the network while it is read/,
    ],
    [
        "the network, by http",
        "import { get } from 'node:http';\nget('http://127.0.0.1:1/').on('error', () => 0);\nexport const manifests = [];",
        /:2: asks the network while it is read/,
    ],
    [
        "another program",
        "import { execSync } from 'node:child_process';\nexport const manifests = [String(execSync('date'))];",
        /:2: starts a program while it is read/,
    ],
    ["the end of the process", "process.exit(0);", /:1: ends the process while it is read/],
    [
        "the clock",
        "export const manifests = [{ a: { b: new Date().toISOString() } }];",
        /: manifests\.0\.a\.b: is another each time the module is read/,
    ],
    [
        "the day",
        "export const manifests = [new Date().toDateString()];",
        /: manifests\.0: is another each time/,
    ],
    ["the milliseconds", "export const manifests = [Date.now()];", /: manifests\.0: is another each time/],
    [
        "a thread",
        "import { Worker } from 'node:worker_threads';\nexport const manifests = [new Worker('x.js')];",
        /: starts a thread while it is read/,
    ],
    ["the clock as a function", "export const manifests = [Date()];", /: manifests\.0: is another each time/],
    ["chance", "export const manifests = [{ n: Math.random() }];", /: manifests\.0\.n: is another each time/],
    [
        "chance by crypto",
        "import { randomUUID } from 'node:crypto';\nexport const manifests = [{ n: randomUUID() }];",
        /: manifests\.0\.n: is another each time/,
    ],
    [
        "the clock in a module it loads",
        "import { at } from '../lib/at';\nexport const manifests = [{ at }];",
        /: manifests\.0\.at: is another each time/,
    ],
];

describe("readModule", () => {
    const root = temporaryFolder({ "apps/lib/at.ts": "export const at = Date.now();" });
    let count = 0;
    function module(text: string): string {
        const folder = `apps/a${count++}`;
        mkdirSync(join(root, folder));
        writeFileSync(join(root, folder, "manifests.ts"), text);
        return `${folder}/manifests.ts`;
    }

    it("gives what a module exports, as JSON has it", () => {
        const file = module("export const manifests: object[] = [{ a: undefined, b: 1, at: new Date(0) }];");

        assert.deepEqual(readModule(root, file, "manifests", { stack: "dev" }).value, [
            { b: 1, at: "1970-01-01T00:00:00.000Z" },
        ]);
        assert.equal(readModule(root, file, "others", { stack: "dev" }).value, undefined);
    });

    it("minds neither a clock that its result does not show, nor the dates of others afterwards", () => {
        const before = Date.now();
        const file = module("const started = Date.now();\nexport const manifests = [started > 0];");

        assert.deepEqual(readModule(root, file, "manifests", { stack: "dev" }).value, [true]);
        assert.ok(Date.now() - before < 60_000);
        assert.ok(new Date() instanceof Date);
    });

    it("reads a module anew that has changed", () => {
        const file = module("export const manifests = [1];");
        readModule(root, file, "manifests", { stack: "dev" });
        writeFileSync(join(root, file), "export const manifests = [2];");

        assert.deepEqual(readModule(root, file, "manifests", { stack: "dev" }).value, [2]);
    });

    for (const [what, text, message] of faults) {
        it(`says where the fault is: ${what}`, () => {
            const file = module(text);

            assert.throws(
                () => readModule(root, file, "manifests", { stack: "dev" }),
                (error: Error) => {
                    assert.equal(error.name, "WindlassError");
                    assert.ok(error.message.startsWith(`${file}:`), error.message);
                    assert.match(error.message, message);
                    assert.doesNotMatch(error.message, /^ +at /m);
                    return true;
                },
            );
        });
    }

    it("puts back what it took away", () => {
        assert.throws(() => readModule(root, module("throw 1;"), "manifests", { stack: "dev" }));

        assert.equal(typeof fetch, "function");
        assert.doesNotThrow(() => new Date().toISOString());
        assert.equal(process.exit.name, "exit");
    });

    it("follows a link to the project", () => {
        const link = join(temporaryFolder(), "link");
        symlinkSync(root, link);

        assert.throws(
            () => readModule(link, module("throw new Error('x');\n"), "manifests", { stack: "dev" }),
            {
                message: /^apps\/a\d+\/manifests\.ts:1: Error: x\./,
            },
        );
    });
});
