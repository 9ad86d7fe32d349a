import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { analyze } from "../../../adapters/istioctl/analyze";
import { temporaryFolder } from "../../support/temporary-folder";

const BROKEN = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: a, namespace: prod }
spec:
  hosts: [shop.example.com]
  gateways: [prod/absent]
  http: [{ route: [{ destination: { host: a.prod.svc.cluster.local } }] }]
`;

describe("analyze", () => {
    const folder = temporaryFolder();
    const fake = (name: string, script: string) => {
        const file = join(folder, name);
        writeFileSync(file, `#!${process.execPath}\n${script}`);
        chmodSync(file, 0o755);
        return file;
    };

    it("asks for all namespaces, without a cluster, and reads the messages whatever the exit status", async () => {
        const answer = { code: "IST0001", level: "Info", origin: "a", message: "" };
        const istioctl = fake(
            "answers",
            `const message = process.argv.slice(2, -1).join(" ") + " " + require("fs").readFileSync(process.argv.at(-1), "utf8");
             console.log(JSON.stringify([{ ...${JSON.stringify(answer)}, message }]));
             process.exitCode = 79;`,
        );

        const messages = await analyze({ istioctl, revision: "1-31-1", manifests: ["a: 1\n", "b: 2\n"] });

        const command = "analyze --all-namespaces --use-kube=false --revision 1-31-1 --output json";
        assert.deepEqual(messages, [{ ...answer, message: `${command} ---\na: 1\n---\nb: 2\n` }]);
    });

    it("does not take an answer it cannot read for no findings", async () => {
        const istioctl = fake(
            "fails",
            `console.error("unknown flag: --revision"); process.exitCode = 1; console.log("oops");`,
        );

        await assert.rejects(analyze({ istioctl, revision: "default", manifests: [] }), {
            message: /^istioctl analyze: "unknown flag: --revision": did not answer with messages/,
        });
    });

    it("finds with the real istioctl what the manifests refer to and do not hold", async function () {
        const istioctl = process.env["ISTIOCTL"];
        if (!istioctl) {
            process.stdout.write("    skipped: ISTIOCTL names no istioctl\n");
            this.skip();
        }

        const messages = await analyze({ istioctl, revision: "default", manifests: [BROKEN] });

        assert.deepEqual(messages.map(({ code, level, origin }) => [code, level, origin])[0], [
            "IST0101",
            "Error",
            "VirtualService prod/a",
        ]);
    });
});
