package hone.openlineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A RunEvent of OpenLineage 2-0-2 (openlineage.io/spec): a job started or ended, with its inputs and outputs. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record LineageEvent(
        Type eventType,
        Instant eventTime,
        Run run,
        Job job,
        List<Dataset> inputs,
        List<Dataset> outputs,
        String producer,
        @JsonProperty("schemaURL") String schemaUrl) {
    private static final String PRODUCER = "urn:hone";
    private static final String SCHEMA = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";
    private static final String FACETS = "https://openlineage.io/spec/facets/";

    enum Type {
        START,
        COMPLETE,
        FAIL,
        ABORT
    }

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Run(UUID runId, Map<String, Map<String, Object>> facets) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Job(String namespace, String name, Map<String, Map<String, Object>> facets) {}

    /** @param outputFacets facets of this output; empty for inputs */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Dataset(
            String namespace,
            String name,
            Map<String, Map<String, Object>> facets,
            Map<String, Map<String, Object>> outputFacets) {
        static Dataset of(String namespace, String name) {
            return new Dataset(namespace, name, Map.of(), Map.of());
        }

        Dataset version(String version) {
            return new Dataset(
                    namespace,
                    name,
                    Map.of("version", facet("1-0-1/DatasetVersionDatasetFacet", Map.of("datasetVersion", version))),
                    outputFacets);
        }

        Dataset rows(long rows) {
            return new Dataset(
                    namespace,
                    name,
                    facets,
                    Map.of(
                            "outputStatistics",
                            facet("1-0-2/OutputStatisticsOutputDatasetFacet", Map.of("rowCount", rows))));
        }
    }

    static LineageEvent of(Type type, Instant at, Run run, Job job, List<Dataset> inputs, List<Dataset> outputs) {
        return new LineageEvent(type, at, run, job, inputs, outputs, PRODUCER, SCHEMA);
    }

    static Run run(UUID id) {
        return new Run(id, Map.of());
    }

    static Run failed(UUID id, String reason) {
        return new Run(
                id,
                Map.of(
                        "errorMessage",
                        facet("1-0-1/ErrorMessageRunFacet", Map.of("message", reason, "programmingLanguage", "Java"))));
    }

    static Job job(String namespace, String name, String type) {
        return new Job(
                namespace,
                name,
                Map.of(
                        "jobType",
                        facet(
                                "2-0-3/JobTypeJobFacet",
                                Map.of("processingType", "BATCH", "integration", "HONE", "jobType", type))));
    }

    private static Map<String, Object> facet(String schema, Map<String, Object> fields) {
        Map<String, Object> facet = new java.util.TreeMap<>(fields);
        facet.put("_producer", PRODUCER);
        facet.put("_schemaURL", FACETS + schema + ".json");
        return facet;
    }
}
