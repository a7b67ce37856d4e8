package dev.millrace.server.deployment;

import tools.jackson.databind.json.JsonMapper;

/** A change of a live parameter as jobs read it: see LiveChange of the runtime, which travels with them. */
record SentChange(LiveParameters.Change change) {
    private static final JsonMapper JSON = new JsonMapper();

    String json() {
        var json = JSON.createObjectNode();
        json.put("name", change.name()).put("version", change.version()).put("value", change.value());
        return JSON.writeValueAsString(json);
    }
}
