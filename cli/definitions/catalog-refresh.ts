import { TOOL_NAMES, repositoryVariable } from "../../lifecycle/settings/pinned-parts";
import { defineCommand } from "../command";
import { JSON_OPTION } from "./options";

export const catalogRefreshCommand = defineCommand({
    name: "catalog refresh",
    summary: "Renew the facts in catalog/ from upstream, all of them or none",
    options: {
        timeout: { value: "SECONDS", help: "Give up after this long", default: "60" },
        json: JSON_OPTION,
    },
    notes: `
        Asks for tags (with git), bulletins, support windows and the chart index. Mirrors by environment:
        WINDLASS_ISTIO_REPOSITORY, WINDLASS_ISTIO_DOCS, WINDLASS_ISTIO_CHARTS,
        ${TOOL_NAMES.map(repositoryVariable).join(", ")}; proxies by HTTPS_PROXY and NO_PROXY.
    `,
    exitStatuses: { 3: "upstream could not be read whole, and nothing was written" },
});
