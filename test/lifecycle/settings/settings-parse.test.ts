import assert from "node:assert/strict";

import { WindlassError } from "../../../lifecycle/kit/errors";
import { parseSettings, settingsFromConfig } from "../../../lifecycle/settings/settings-parse";
import { lineOfField } from "../../../lifecycle/kit/field-lines";

const minimal = `config:
  windlass:cluster:
    name: dev
    kubernetes: "1.34"
  windlass:istio:
    range: ~1.31
`;

const defaults = {
    stack: "dev",
    delivery: "pulumi",
    handover: "none",
    cluster: {
        name: "dev",
        kubernetes: "1.34",
        trustDomain: "cluster.local",
        domain: "cluster.local",
    },
    istio: {
        range: "~1.31",
        strategy: "in-place",
        tags: [],
        minimumAge: "3d",
        catalogAge: "120d",
        allowPrerelease: false,
        allowDowngrade: false,
        waivers: [],
        charts: "oci://ghcr.io/istio/release/charts",
        hub: "docker.io/istio",
        variant: "distroless",
        defaults: "windlass",
        releases: { base: { values: {} }, istiod: {}, cni: { values: {} } },
        cni: false,
        mtls: "STRICT",
        outboundTraffic: "REGISTRY_ONLY",
        allowedHosts: [],
        accessLog: "/dev/stdout",
        values: {},
    },
    gateways: [],
    flux: {
        range: "~2.9",
        bootstrap: "operator",
        charts: "oci://ghcr.io/controlplaneio-fluxcd/charts",
        registry: "ghcr.io/fluxcd",
        artifact: "oci://ghcr.io/controlplaneio-fluxcd/flux-operator-manifests",
        git: { branch: "main", path: "clusters/dev" },
        decryption: {},
    },
    flagger: {
        range: "~1.44",
        bootstrap: "chart",
        charts: "oci://ghcr.io/fluxcd/charts",
        registry: "ghcr.io/fluxcd",
        alerts: { type: "slack" },
    },
    workloads: { apps: [], removalLimit: 25, clusterScoped: [], mode: "git", namespaces: {} },
    fleet: {
        wave: 0,
        soak: "7d",
        evidence: "required",
        evidenceAge: "1d",
        windows: [],
        freezes: [],
        expeditedSoak: "0d",
        unattended: "none",
    },
};

/** The minimal file with lines added: below istio, below cluster, or as further keys of `config`. */
function withLines(lines: { istio?: string; cluster?: string; config?: string; top?: string }): string {
    return minimal
        .replace(
            "    range: ~1.31\n",
            (range) => (lines.istio?.includes("range:") ? "" : range) + indent(lines.istio, 4),
        )
        .replace('"1.34"\n', (line) => line + indent(lines.cluster, 4))
        .concat(indent(lines.config, 2), lines.top ?? "");
}

function indent(text: string | undefined, width: number): string {
    return text === undefined ? "" : text.replace(/^(?=.)/gm, " ".repeat(width)) + "\n";
}

function messageOf(text: string): string {
    try {
        parseSettings("dev", text);
    } catch (error) {
        assert.ok(error instanceof WindlassError, String(error));
        return error.message.replaceAll("stacks/Pulumi.dev.yaml", "F");
    }
    return "accepted";
}

const retired = "is on a host that Istio switches off in December 2026";
const broad = "Write a range such as ~1.31 or >=1.30.5 <1.32.";

const refused: readonly (readonly [string, Parameters<typeof withLines>[0], string])[] = [
    [
        "a misspelt key",
        { istio: "stratgy: in-place" },
        "F:7: istio.stratgy: is not a known key. Did you mean strategy.",
    ],
    [
        "an unknown key",
        { cluster: "colour: red" },
        "F:5: cluster.colour: is not a known key. Known keys are name, kubernetes, context, network, meshId, trustDomain, domain.",
    ],
    [
        "a misspelt section",
        { config: "windlass:gatway: {}" },
        "F:7: windlass:gatway: is not a known key. Did you mean gateway.",
    ],
    [
        "a misspelt namespace",
        { config: "windlas:gateway: {}" },
        "F:7: windlas:gateway: is in no namespace anything reads. Did you mean windlass:gateway.",
    ],
    [
        "a key without namespace",
        { config: "gateway: {}" },
        "F:7: gateway: has no namespace. Write it as windlass:gateway.",
    ],
    [
        "a misspelt key of Pulumi",
        { top: "encryptionsalts: v1\n" },
        "F:7: encryptionsalts: is not a known key. Did you mean encryptionsalt.",
    ],
    [
        "a word for a boolean",
        { istio: "cni: yes" },
        'F:7: istio.cni: "yes": must be true or false. Write it without quotes.',
    ],
    [
        "a number for a version",
        { istio: "range: 1.30" },
        "F:6: istio.range: 1.3: must be a string. Put it in quotes.",
    ],
    ["a null", { istio: "hub:" }, "F:7: istio.hub: null: must be a string. Put it in quotes."],
    [
        "a scalar for a section",
        { config: "windlass:gateway: true" },
        "F:7: gateway: true: must be a map of keys and values.",
    ],
    [
        "a wrong word",
        { istio: "strategy: inplace" },
        'F:7: istio.strategy: "inplace": must be one of in-place, revisions. Did you mean in-place.',
    ],
    [
        "no range",
        { istio: 'range: "nonsense"' },
        `F:6: istio.range: "nonsense": is not a semver range. ${broad}`,
    ],
    [
        "any range",
        { istio: 'range: "*"' },
        `F:6: istio.range: "*": is too broad: a range needs a lower bound. ${broad}`,
    ],
    [
        "a bad duration",
        { istio: "minimumAge: 3w" },
        'F:7: istio.minimumAge: "3w": must be a duration of days, hours or minutes. Write it as 3d, 36h or 90m.',
    ],
    [
        "a name in capitals",
        { cluster: "network: Blue" },
        'F:5: cluster.network: "Blue": must be a DNS-1123 label. Use at most 63 lower-case letters, digits and dashes, starting and ending with a letter or digit.',
    ],
    [
        "a retired chart host",
        { istio: "charts: https://istio-release.storage.googleapis.com/charts" },
        `F:7: istio.charts: "https://istio-release.storage.googleapis.com/charts": ${retired}. Use oci://ghcr.io/istio/release/charts or https://blob.istio.io/istio-release/charts.`,
    ],
    [
        "a retired image host",
        { istio: "hub: gcr.io/istio-release" },
        `F:7: istio.hub: "gcr.io/istio-release": ${retired}. Use docker.io/istio.`,
    ],
    [
        "the newest retired host",
        { istio: "hub: registry.istio.io/release" },
        `F:7: istio.hub: "registry.istio.io/release": ${retired}. Use docker.io/istio for images and oci://ghcr.io/istio/release/charts for charts.`,
    ],
    [
        "plain HTTP",
        { istio: "charts: http://charts.example.com" },
        'F:7: istio.charts: "http://charts.example.com": must not be plain HTTP except on the loopback. Use https:// or oci://.',
    ],
    [
        "credentials in a URL",
        { istio: "charts: https://me:pw@example.com/charts" },
        'F:7: istio.charts: "https://me:pw@example.com/charts": must not contain credentials. Put them into a Secret and give its name.',
    ],
    [
        "an encrypted section",
        { config: "windlass:gateway:\n  secure: AAAB" },
        'F:7: gateway: {"secure":"AAAB"}: must not be encrypted, as it decides what is rendered. Write it in plain text; keep credentials in a Kubernetes Secret and give its name.',
    ],
    [
        "an encrypted Helm value",
        { istio: "values: {a: [{secure: AAAB}]}" },
        "F:7: istio.values.a.0: must not be encrypted, as it decides what is rendered. Write it in plain text; keep credentials in a Kubernetes Secret and give its name.",
    ],
    [
        "Flux without a repository",
        { config: "windlass:delivery: flux" },
        "F:1: flux.git.url: is required, as delivery is flux. Give the repository Flux reads, or set windlass:delivery to pulumi.",
    ],
    [
        "a gateway without hosts",
        { config: "windlass:gateway: {enabled: true}" },
        "F:7: gateway.hosts: []: must name at least one host, as the gateway is enabled. Add the hosts it answers for, or set gateway.enabled to false.",
    ],
    [
        "any host in the clear",
        { config: 'windlass:gateway: {enabled: true, hosts: ["*"]}' },
        'F:7: gateway.hosts: ["*"]: must not be * without a certificate. Name the hosts, or set gateway.tlsSecret.',
    ],
    [
        "more at least than at most",
        { config: "windlass:gateway: {minReplicas: 6}" },
        "F:7: gateway.minReplicas: 6: must not be greater than maxReplicas, which is 5. Raise maxReplicas or lower minReplicas.",
    ],
    [
        "a fraction of a pod",
        { config: "windlass:gateway: {minReplicas: 1.5}" },
        "F:7: gateway.minReplicas: 1.5: must be a whole number from 1 to 1000.",
    ],
    [
        "a waiver without reason",
        { istio: "waivers: [{id: ISTIO-SECURITY-2026-005, expires: 2026-12-31}]" },
        "F:7: istio.waivers.0.reason: is required. Add it: why the finding is acceptable here.",
    ],
    [
        "a waiver with no such day",
        { istio: "waivers: [{id: a, reason: b, expires: 2026-02-30}]" },
        'F:7: istio.waivers.0.expires: "2026-02-30": must be a day of the calendar. Write it as 2026-12-31.',
    ],
    [
        "two waivers of one id",
        {
            istio: "waivers:\n  - {id: a, reason: b, expires: 2026-12-31}\n  - {id: a, reason: c, expires: 2026-12-31}",
        },
        'F:9: istio.waivers.1: "a": must not appear twice in the list. Delete one.',
    ],
    [
        "keys for Flux where Pulumi applies",
        { config: "windlass:flux: {decryption: {provider: sops}}" },
        'F:7: flux.decryption.provider: "sops": is of no use, as delivery is pulumi: Pulumi applies what stands in Git as it is. Delete it, or set windlass:delivery to flux.',
    ],
    [
        "keys without what they decrypt",
        { config: "windlass:flux: {decryption: {secret: sops-age}}" },
        "F:7: flux.decryption.provider: is required, as a secret is given. Set it to sops, or delete secret.",
    ],
    [
        "an app twice",
        { config: "windlass:workloads:\n  apps: [backend, backend]" },
        'F:8: workloads.apps.1: "backend": must not appear twice in the list. Delete one.',
    ],
    [
        "an app outside apps/",
        { config: "windlass:workloads:\n  apps: [../x]" },
        'F:8: workloads.apps.0: "../x": must be a DNS-1123 label. Use at most 63 lower-case letters, digits and dashes, starting and ending with a letter or digit.',
    ],
    [
        "a mode nobody knows",
        { config: "windlass:workloads:\n  namespaces:\n    prod: {mode: webhok}" },
        'F:9: workloads.namespaces.prod.mode: "webhok": must be one of git, pin, webhook, none. Did you mean webhook.',
    ],
    [
        "workloads of other repositories whose proxy would stand in Git",
        { config: "windlass:workloads:\n  namespaces:\n    team: {elsewhere: true}" },
        'F:9: workloads.namespaces.team.mode: "git": must be webhook or pin, as its workloads are delivered elsewhere and only a webhook can give them their proxy. Set it to what the namespace has: webhook where it has an injection label, pin where its pods have.',
    ],
    [
        "a tag nobody has declared",
        { config: "windlass:workloads:\n  namespaces:\n    team: {mode: webhook, tag: stable}" },
        'F:9: workloads.namespaces.team.tag: "stable": must be one of istio.tags. Add it there, or correct the name.',
    ],
    [
        "a tag that no pod would follow",
        {
            istio: "tags: [stable]",
            config: "windlass:workloads:\n  namespaces:\n    team: {mode: pin, tag: stable}",
        },
        'F:10: workloads.namespaces.team.tag: "stable": is of no use with mode pin. Delete it, or set mode to webhook.',
    ],
    [
        "a tag that looks like a revision",
        { istio: "tags: [1-31-1]" },
        'F:7: istio.tags.0: "1-31-1": must be the name of a tag: a letter, then letters, digits and dashes. Call it stable, for instance.',
    ],
    [
        "the tag default in place",
        { istio: "tags: [default]" },
        'F:7: istio.tags: ["default"]: must not have default in place, where the one istiod answers for istio-injection: enabled itself. Delete default.',
    ],
    [
        "a tenant with an app that is not there",
        { config: "windlass:workloads:\n  tenants:\n    pay: {apps: [chekout], namespaces: [pay]}" },
        'F:9: workloads.tenants.pay.apps: ["chekout"]: must name apps of workloads.apps, and chekout is none. Add it there, or correct the name.',
    ],
    [
        "two tenants of one namespace",
        { config: "windlass:workloads:\n  tenants:\n    a: {namespaces: [pay]}\n    b: {namespaces: [pay]}" },
        'F:10: workloads.tenants.b.namespaces: ["pay"]: must not have pay, which is a\'s already. Leave it to one of them.',
    ],
    [
        "a tenant of the platform's namespace",
        { config: "windlass:workloads:\n  tenants:\n    a: {namespaces: [istio-system]}" },
        "F:9: workloads.tenants.a.namespaces: [\"istio-system\"]: must not have istio-system, a namespace of the platform's. Name one of the team's own.",
    ],
    [
        "credentials for the chart's own Prometheus",
        { config: "windlass:flagger: {prometheusSecret: monitoring}" },
        'F:7: flagger.prometheusSecret: "monitoring": is of no use, as the chart\'s own Prometheus asks for no credentials. Set prometheus, or delete prometheusSecret.',
    ],
    [
        "a path out of the repository",
        { config: "windlass:flux: {git: {path: ../../etc}}" },
        'F:7: flux.git.path: "../../etc": must be a path inside the repository. Write it without a leading slash, . or ...',
    ],
    [
        "a channel without secret",
        { config: "windlass:flagger: {alerts: {channel: mesh}}" },
        "F:7: flagger.alerts.secret: is required, as a channel is given. Name the Secret with the chat's address, or delete channel.",
    ],
    [
        "a newline in a name",
        { cluster: 'context: "a\\nb"' },
        'F:5: cluster.context: "a\\nb": must not contain control characters.',
    ],
];

describe("parseSettings", () => {
    it("fills in every default of a minimal file", () => {
        assert.deepEqual(parseSettings("dev", minimal), defaults);
    });

    for (const [what, lines, message] of refused) {
        it(`refuses ${what}`, () => {
            assert.equal(messageOf(withLines(lines)), message);
        });
    }

    it("reports every problem of a file at once, in the order of lines", () => {
        const text = "config:\n  windlass:istio:\n    range: x\n    cni: 1\n  windlass:fleet: {wave: -1}\n";

        assert.deepEqual(
            messageOf(text)
                .split("\n")
                .map((line) => line.split(": ").slice(0, 2).join(" ")),
            [
                "F:1 cluster.name",
                "F:1 cluster.kubernetes",
                "F:3 istio.range",
                "F:4 istio.cni",
                "F:5 fleet.wave",
            ],
        );
    });

    it("accepts what Pulumi and its providers keep in the file, and mirrors on the loopback", () => {
        const config = "kubernetes:kubeconfig: {secure: AAAB}\npulumi:tags: {a: b}";
        const istio = "charts: http://127.0.0.1:5000/charts\nhub: localhost:5000/istio";

        assert.equal(messageOf(withLines({ config, istio, top: "encryptionsalt: v1:abc\n" })), "accepted");
    });

    it("takes a kind without a namespace as a group and a kind, and nothing else", () => {
        const workloads = (kind: string) =>
            withLines({ config: `windlass:workloads: {clusterScoped: [${kind}]}` });
        assert.equal(messageOf(workloads("external-secrets.io/ClusterSecretStore")), "accepted");
        for (const kind of ["ClusterSecretStore", "external-secrets.io/v1/ClusterSecretStore", "v1/Node"])
            assert.match(messageOf(workloads(kind)), /must be a group and a kind\. Write it as/, kind);
    });

    it("remembers where the keys of istio.values stand", () => {
        const text = withLines({ istio: "values:\n  pilot:\n    autoscaleMin: 3" });
        const { values } = parseSettings("dev", text).istio;
        const line = text.split("\n").findIndex((one) => one.includes("autoscaleMin")) + 1;
        assert.equal(lineOfField(values, ["pilot", "autoscaleMin"]), line);
    });

    it("refuses a duplicate key and a file that is no map, with the line", () => {
        assert.equal(
            messageOf(`${minimal}  windlass:istio: {}\n`),
            "F:7: windlass:istio: must not appear twice in one map. Delete one of the two.",
        );
        assert.equal(messageOf("# c\n- a\n"), "F:2: must be a map of keys and values.");
    });
});

describe("settingsFromConfig", () => {
    const config = {
        "windlass:cluster": '{"name":"dev","kubernetes":"1.34"}',
        "windlass:istio": '{"range":"~1.31"}',
        "windlass:delivery": "pulumi",
        "windlass:gateway": "{}",
        "windlass:gateways": "{}",
        "pulumi:disable-default-providers": '["kubernetes"]',
        "aws:region": "eu-west-1",
    };

    it("reads what Pulumi passes to a program like the file itself", () => {
        assert.deepEqual(settingsFromConfig("dev", config), defaults);
    });

    const bad: readonly (readonly [string, string, string])[] = [
        ["windlass:gatway", "{}", "windlass:gatway: is not a known key. Did you mean gateway."],
        ["windlass:gateway", "{", 'gateway: "{": must be a map of keys and values.'],
        ["windlass:istio", "~1.31", 'istio: "~1.31": must be a map of keys and values.'],
        ["windlass:istio", '{"range":1.3}', "istio.range: 1.3: must be a string. Put it in quotes."],
        ["windlass:delivery", "fluxx", 'delivery: "fluxx": must be one of pulumi, flux. Did you mean flux.'],
    ];
    for (const [key, value, message] of bad) {
        it(`refuses ${key}: ${value}`, () => {
            assert.throws(() => settingsFromConfig("dev", { ...config, [key]: value }), {
                name: "WindlassError",
                message: `stacks/Pulumi.dev.yaml: ${message}`,
            });
        });
    }
});
