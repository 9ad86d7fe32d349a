import { initNetwork } from "../../../../lifecycle/policy/rules/init-network";
import { deployment, policyCases } from "../../../support/policy-cases";

const late = (init: string) =>
    deployment(`{spec: {initContainers: [${init}], containers: [{name: app}, {name: istio-proxy}]}}`);
const wait = "{name: wait, command: [sh, -c, 'until nc -z db 5432; do sleep 1; done']}";
const found = [
    "warning prod/Deployment/backend: its init container wait uses the network before the proxy runs, and the node agent has redirected its traffic there",
];

describe("init-network", () => {
    policyCases(initNetwork, [
        { what: "an init container that waits for a database", yaml: late(wait), violations: found },
        ...["[/usr/bin/curl, -f, db]", "[wait-for, 'tcp://db:5432']", "[sh, -c, 'wget -O- http://db']"].map(
            (command) => ({
                what: `an init container that runs ${command}`,
                yaml: late(`{name: wait, args: ${command}}`),
                violations: found,
            }),
        ),
        ...["[chown, -R, '1000', /data]", "[sh, -c, 'cp /etc/curl.conf /data']", "[sync-nc]"].map(
            (command) => ({
                what: `an init container that runs ${command}`,
                yaml: late(`{name: wait, command: ${command}}`),
            }),
        ),
        {
            what: "one that runs as the proxy's user",
            yaml: late(wait.replace("name: wait", "name: wait, securityContext: {runAsUser: 1337}")),
        },
        { what: "one in a pod that redirects itself, later", yaml: late(`${wait}, {name: istio-init}`) },
        {
            what: "one after a native sidecar",
            yaml: deployment(
                `{spec: {initContainers: [{name: istio-proxy, restartPolicy: Always}, ${wait}], containers: [{name: app}]}}`,
            ),
        },
        {
            what: "one outside the mesh",
            yaml: deployment(`{spec: {initContainers: [${wait}], containers: [{name: app}]}}`),
        },
    ]);
});
