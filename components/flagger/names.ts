/** Namespace of Flagger, its Prometheus, and everything a Canary of any namespace refers to. */
export const FLAGGER_NAMESPACE = "flagger-system";

/** Name of the {@link https://docs.flagger.app/usage/alerting AlertProvider} every Canary may refer to. */
export const ALERT_PROVIDER = "alerts";

/** Address of the Prometheus that Flagger's chart installs: `<release>-prometheus`, charts/flagger/templates/prometheus.yaml. */
export const CHART_PROMETHEUS = `http://flagger-prometheus.${FLAGGER_NAMESPACE}:9090`;
