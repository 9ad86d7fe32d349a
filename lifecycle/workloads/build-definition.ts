import * as v from "valibot";

import { list, map, oneOf, text } from "../kit/fields";
import { type FileFormat, schemaOf } from "../kit/file-format";
import { digest, exactVersion, label } from "../settings/formats";

/** The format of `apps/<app>/helm.yaml`. */
export const HELM_FORMAT: FileFormat = { kind: "helm", version: 1 };
/** The format of `apps/<app>/source.yaml`. */
export const SOURCE_FORMAT: FileFormat = { kind: "source", version: 1 };
/** The format of `apps/tools.yaml`. */
export const TOOLS_FORMAT: FileFormat = { kind: "tools", version: 1 };

/** A path below a folder, without a way out of it. */
const below = (description: string) =>
    text({
        description,
        pattern: "^(?:[A-Za-z0-9_][A-Za-z0-9._-]*/)*[A-Za-z0-9_][A-Za-z0-9._-]*$",
        fault: {
            rule: "must be a path below the app's folder",
            remedy: "Write it without a leading / or ..",
        },
    });

/** The chart an app is, in `apps/<app>/helm.yaml`. */
export const helmFields = map(
    "A Helm chart as an app",
    {
        schema: oneOf("Schema of the file", [schemaOf(HELM_FORMAT)]),
        chart: text({
            description:
                "Folder of the chart below the app's, oci:// and the chart's address, or its name in repository.",
            pattern: "^(?:oci://)?[A-Za-z0-9_][A-Za-z0-9._/:-]*$",
            fault: { rule: "must be a folder, an address or a name", remedy: "Write ./chart as chart" },
        }),
        repository: v.optional(
            text({
                description: "Repository of a chart that is neither a folder nor at an oci:// address.",
                pattern: "^https?://[^\\s@]+$",
                fault: {
                    rule: "must be the address of a Helm repository",
                    remedy: "Credentials are helm's own: helm registry login",
                },
            }),
        ),
        version: v.optional(
            exactVersion({ description: "Exact version. Needed unless the chart is a folder." }),
        ),
        digest: v.optional(digest("SHA-256 of the chart's archive. Needed unless the chart is a folder.")),
        namespace: label({
            description: "Namespace it is released into; objects that name none live there.",
        }),
        release: v.optional(label({ description: "Name of the release. Left out: the app's folder." })),
        kubernetes: v.optional(
            text({
                description:
                    "What the chart is told of the cluster: 1.34. Left out: what helm was built for.",
                pattern: "^1\\.\\d{1,3}(?:\\.\\d{1,3})?$",
                fault: { rule: "must be a version of Kubernetes", remedy: 'Write it as "1.34", in quotes' },
            }),
        ),
        values: v.optional(
            list(
                "Files of values below the app's folder, the later ones win. values.<stack>.yaml comes last by itself.",
                below("A file of values"),
            ),
            [],
        ),
    },
    ({ chart, repository, version }) => {
        if (chart.startsWith("oci://") && repository !== undefined)
            return {
                at: ["repository"],
                rule: "has no meaning for a chart at an oci:// address",
                remedy: "Delete it",
            };
        if (version !== undefined || (!chart.startsWith("oci://") && repository === undefined))
            return undefined;
        return {
            at: ["version"],
            rule: "is needed, or the chart is another every day",
            remedy: "Write the exact version",
        };
    },
);

/** A chart as an app. */
export type HelmApp = v.InferOutput<typeof helmFields>;

/** A folder of manifests in another Git repository, in `apps/<app>/source.yaml`. */
export const sourceFields = map("Manifests of another Git repository as an app", {
    schema: oneOf("Schema of the file", [schemaOf(SOURCE_FORMAT)]),
    git: text({
        description: "Address of the repository, as git fetch takes it.",
        pattern: "^(?:https?|ssh|file)://[^\\s@]*(?:@[^\\s@:]+)?[^\\s@]*$",
        fault: {
            rule: "must be the address of a Git repository",
            remedy: "Write https://… or ssh://…; credentials are git's own",
        },
    }),
    commit: text({
        description: "The commit, whole.",
        pattern: "^(?:[0-9a-f]{40}|[0-9a-f]{64})$",
        fault: {
            rule: "must be the whole id of a commit, or the app is another every day",
            remedy: "Write its 40 digits: git rev-parse NAME",
        },
    }),
    path: v.optional(v.nonOptional(below("Folder of the manifests. Left out: the whole repository."))),
});

/** Where manifests of another repository are. */
export type SourceApp = v.InferOutput<typeof sourceFields>;

/** The tools apps are built with, in `apps/tools.yaml`. */
export const toolsFields = map("Exact versions of the tools that build apps", {
    schema: oneOf("Schema of the file", [schemaOf(TOOLS_FORMAT)]),
    kustomize: v.optional(exactVersion({ description: "Version of kustomize." })),
    helm: v.optional(exactVersion({ description: "Version of helm." })),
});

/** A tool that builds apps. */
export type BuildTool = "kustomize" | "helm";

/** What an app is built by: a tool, or git alone, which fetches manifests as they are. */
export type BuiltBy = BuildTool | "git";
